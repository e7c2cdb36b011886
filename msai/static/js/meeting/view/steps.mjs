// The strip above the steps: where one is, and the list of all steps with what is done.

import { attendance, counted, stepTotal } from '../sheet.mjs';
import { mark, part, put } from './dom.mjs';

/** The strip; `screen` knows the steps and opens them. */
export function makeSteps(desk, words, { strip, screen }) {
  const list = document.querySelector('#all-steps');
  const toggle = part(strip, 'toggle');
  const open = (isOpen) => {
    mark(list, 'hidden', !isOpen);
    toggle.setAttribute('aria-expanded', String(isOpen));
  };
  toggle.addEventListener('click', () => open(list.hidden));
  list.addEventListener('keydown', (event) => { if (event.key === 'Escape') { open(false); toggle.focus(); } });
  for (const button of list.querySelectorAll('[data-open]')) {
    button.addEventListener('click', () => { open(false); screen.open(button.dataset.open); });
  }
  return { update: () => draw(desk, words, { strip, list, screen }), close: () => open(false) };
}

function draw(desk, words, { strip, list, screen }) {
  const at = screen.steps.indexOf(screen.step);
  put(part(strip, 'where'), words.say('step_of', { number: at + 1, all: screen.steps.length }));
  put(part(strip, 'title'), screen.title(screen.step));
  [...strip.querySelectorAll('.steps i')].forEach((bar, index) => {
    bar.className = index === at ? 'now' : screen.visited.has(screen.steps[index]) ? 'done' : '';
  });
  for (const button of list.querySelectorAll('[data-open]')) {
    const step = button.dataset.open;
    mark(button, 'aria-current', step === screen.step ? 'step' : null);
    put(part(button, 'state'), words.say(step === screen.step ? 'step_now' : screen.visited.has(step) ? 'step_done' : 'step_to_do'));
    put(part(button, 'total'), totalOf(desk, words, step));
  }
}

function totalOf(desk, words, step) {
  const { model, cells } = desk;
  if (step === 'roll') {
    const roll = attendance(model, cells);
    return words.say('here_of', { here: roll.here, all: roll.all });
  }
  if (step === 'count') {
    const found = counted(model, cells);
    return found === null ? '' : words.money(found);
  }
  if (step === 'start') return words.money(BigInt(model.opening_all));
  return step === 'close' ? '' : words.money(stepTotal(model, cells, step));
}
