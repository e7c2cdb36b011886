// What stands around every step: the status line, the strip that says where one is, and the bar that never moves.

import { UNDO_MS } from '../desk.mjs';
import { hintOf } from '../hints.mjs';
import { attendance, counted, difference, inTheBox, members, stepTotal, text, waitsFor } from '../sheet.mjs';
import { mark, part, put, setIcon, timeText } from './parts.mjs';

const OF_MONEY = ['social', 'savings', 'repayments', 'loans', 'invest', 'others'];
const WAITING = {
  choice: 'waits_choice', amounts: 'waits_amounts', roll: 'waits_roll', count: 'waits_count', reason: 'waits_reason',
};

/** The bar under every step; `screen` knows the step of the moment and its neighbours. */
export function makeBar(desk, words, { bar, screen }) {
  makeUndo(desk, bar);
  const update = () => {
    drawTotals(desk, words, { bar, screen });
    drawNext(desk, words, { bar, screen });
    drawPanel(desk, words, { bar, screen });
  };
  new ResizeObserver(() => {
    // Letters so large that the bar would fill half the window: it stands at the end of the page instead.
    const isTall = bar.offsetHeight > window.innerHeight / 2;
    bar.classList.toggle('in-page', isTall);
    document.documentElement.style.setProperty('--bar-height', isTall ? '0px' : `${bar.offsetHeight}px`);
  }).observe(bar);
  return { update };
}

function drawTotals(desk, words, { bar, screen }) {
  const { model, cells } = desk;
  const found = counted(model, cells);
  const apart = difference(model, cells);
  const box = inTheBox(model, cells);
  put(part(bar, 'expected'), box === null ? '\u2013' : words.figure(box));
  put(part(bar, 'counted'), found === null ? words.say('not_yet') : words.figure(found));
  part(bar, 'counted').classList.toggle('unknown', found === null);
  const isStep = OF_MONEY.includes(screen.step) && found === null;
  put(part(bar, 'third-label'), isStep ? screen.title(screen.step) : words.say('difference'));
  const third = part(bar, 'third');
  put(third, isStep ? words.figure(stepTotal(model, cells, screen.step))
    : apart === null ? words.say('not_yet') : apart ? words.figure(apart) : words.say('none'));
  third.classList.toggle('differs', !isStep && Boolean(apart));
  third.classList.toggle('agrees', !isStep && apart === 0n);
  third.classList.toggle('unknown', !isStep && apart === null);
}

function drawNext(desk, words, { bar, screen }) {
  const next = part(bar, 'next');
  const following = screen.after();
  const waiting = following ? null : waitsFor(desk.model, desk.cells);
  put(part(next, 'word'), following ? words.say('next', { step: screen.title(following) })
    : screen.isClosing ? words.say('closing') : waiting ? words.say(WAITING[waiting]) : words.say('close_meeting'));
  next.classList.toggle('not-yet', Boolean(waiting) || screen.isClosing);
  mark(next, 'aria-disabled', waiting || screen.isClosing ? 'true' : null);
  mark(part(next, 'arrow'), 'hidden', !following);
  mark(part(next, 'lock'), 'hidden', Boolean(following));
  mark(part(bar, 'back'), 'hidden', !screen.before());
}

function drawPanel(desk, words, { bar, screen }) {
  const panel = part(bar, 'panel');
  const apart = difference(desk.model, desk.cells);
  const isOpen = screen.step === 'count' && Boolean(apart);
  const isExplained = Boolean(text(desk.cells, 'reason').trim());
  mark(panel, 'hidden', !isOpen);
  mark(part(bar, 'lead'), 'hidden', isOpen && !isExplained);
  if (!isOpen) return;
  const amount = words.money(apart < 0n ? -apart : apart);
  put(part(panel, 'words'), words.say(apart < 0n ? 'less' : 'more', { amount }));
  put(part(panel, 'hint'), isExplained ? words.say('reason_is', { reason: text(desk.cells, 'reason').trim() }) : hintWords(desk, words, apart));
  mark(part(panel, 'acts'), 'hidden', isExplained);
}

function hintWords(desk, words, apart) {
  const hint = hintOf(apart, desk.model, desk.cells);
  if (!hint) return words.say('hint_none');
  const who = members(desk.model, desk.cells).find((member) => member.number === hint.member)?.name;
  if (hint.kind === 'share') return hint.face ? words.say('hint_share_piece', { face: hint.face }) : words.say('hint_share');
  if (hint.kind === 'piece') return words.say('hint_piece', { face: hint.face });
  const name = who ? 'hint_'.concat(hint.kind) : 'hint_'.concat(hint.kind, '_other');
  return words.say(name, { name: who ?? '' });
}

// Ten seconds to take the last change back, and as long as somebody is on it.
function makeUndo(desk, bar) {
  const strip = part(bar, 'undo');
  let timer = null;
  const isHeld = () => strip.matches(':hover') || strip.contains(document.activeElement);
  const leave = () => { if (isHeld()) timer = setTimeout(leave, 1000); else { strip.hidden = true; desk.done = null; } };
  part(strip, 'act').addEventListener('click', () => desk.undo());
  desk.listen((kind) => {
    if (kind === 'shown' || kind === 'taken') return;
    clearTimeout(timer);
    const last = desk.done;
    strip.hidden = !last?.said;
    if (!last?.said) return;
    put(part(strip, 'words'), last.said.cloneNode(true));
    timer = setTimeout(leave, UNDO_MS);
  });
}

const LOOKS = {
  ready: ['sent', 'cloud-check', 'ready'],
  saving: ['waiting', 'send', 'saving'],
  saved: ['sent', 'check-check', 'saved'],
  failed: ['refused', 'circle-alert', 'failed'],
  signed_out: ['refused', 'log-in', 'signed_out'],
  refused: ['refused', 'circle-alert', 'failed'],
  closed: ['sealed', 'lock', 'closed_elsewhere'],
  other: ['waiting', 'users', 'other_phone'],
  not_closed: ['refused', 'circle-alert', 'not_closed'],
  held: ['refused', 'circle-alert', 'held'],
};
const SPOKEN_MS = 5000;

/** Shows outcomes of saving and closing. */
export function makeStatus(words, line) {
  const spoken = document.querySelector('#spoken');
  const { record, door } = document.querySelector('#meeting').dataset;
  part(line, 'record').href = record;
  part(line, 'sign-in').href = door;
  let last = { kind: '', at: 0 };
  return (said) => {
    const [tone, icon, sentence] = LOOKS[said.kind];
    line.className = `status status-${tone}`;
    setIcon(line, icon);
    put(part(line, 'words'), words.say(sentence, { time: said.at ? timeText(said.at) : '' }));
    mark(part(line, 'sign-in'), 'hidden', said.kind !== 'signed_out');
    mark(part(line, 'record'), 'hidden', said.kind !== 'closed');
    const isNew = said.kind !== last.kind && !(said.kind === 'saving' || (said.kind === 'saved' && Date.now() - last.at < SPOKEN_MS));
    if (isNew) spoken.textContent = words.text(sentence, { time: said.at ? timeText(said.at) : '' });
    last = { kind: said.kind, at: isNew ? Date.now() : last.at };
  };
}

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
