// Fields of the sheet: what is typed goes into a cell at once, and what was understood is shown on leaving.

import { figureText } from '../money.mjs';
import { amountCell, countCell, text } from '../sheet.mjs';
import { goOn, mark, stamped, part } from './dom.mjs';

const HOLD_MS = 400;
const REPEAT_MS = 90;

/** What a cell shows in its field: an amount the reader's way, or the text that was not understood. */
export function shown(desk, key, { isCount = false } = {}) {
  const value = text(desk.cells, key);
  if (value.startsWith('?')) return value.slice(1);
  if (!value || isCount) return value;
  return figureText(BigInt(value), desk.model.places, desk.model.habits);
}

/** A field for an amount. */
export function amountField(desk, key, { label, said } = {}) {
  return typedField(desk, key, { label, said, element: stamped('amount'), read: (typed) => amountCell(typed, desk.model) });
}

/** A field for a number of things. */
export function countField(desk, key, { label, said } = {}) {
  return typedField(desk, key, { label, said, element: stamped('number'), read: countCell, isCount: true });
}

function typedField(desk, key, { label, said, element, read, isCount = false }) {
  element.dataset.cell = key;
  if (label) element.setAttribute('aria-label', label);
  element.addEventListener('input', () => desk.write({ [key]: read(element.value) }, said?.()));
  element.addEventListener('focus', () => element.select());
  element.addEventListener('blur', () => { element.value = shown(desk, key, { isCount }); });
  leadsOn(element);
  const update = () => {
    if (document.activeElement !== element) element.value = shown(desk, key, { isCount });
    mark(element, 'aria-invalid', text(desk.cells, key).startsWith('?') ? 'true' : null);
  };
  update();
  return { element, input: element, update };
}

/** Enter goes on to the next field, as the phone's own Next does. */
export function leadsOn(element) {
  element.dataset.stop = '';
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    goOn(element);
  });
}

/** Minus, number, plus: steps of one; holding repeats; arrow keys do the same. */
export function stepper(desk, key, { label, least = 0n, most = null, said } = {}) {
  const element = stamped('stepper');
  const field = countField(desk, key, { label, said });
  field.element.classList.add('stepper-number');
  part(element, 'number').replaceWith(field.element);
  const step = (by) => {
    const value = text(desk.cells, key);
    const now = /^[0-9]+$/.test(value) ? BigInt(value) : 0n;
    const next = now + by < least ? least : now + by;
    if (most !== null && next > most && by > 0n) return;
    desk.write({ [key]: next ? String(next) : null }, said?.());
    field.element.value = shown(desk, key, { isCount: true });
  };
  repeats(part(element, 'minus'), () => step(-1n));
  repeats(part(element, 'plus'), () => step(1n));
  arrows(field.element, step);
  const update = () => {
    field.update();
    const isNought = !BigInt(/^[0-9]+$/.test(text(desk.cells, key)) ? text(desk.cells, key) : 0);
    part(element, 'minus').classList.toggle('is-quiet', isNought);
  };
  update();
  return { element, input: field.element, update };
}

function arrows(input, step) {
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    step(event.key === 'ArrowUp' ? 1n : -1n);
    input.select();
  });
}

// A press is one step; the click that follows a long press is not one more.
function repeats(button, act) {
  let timer = null;
  let hasRepeated = false;
  const stop = () => { clearTimeout(timer); timer = null; };
  const again = () => { hasRepeated = true; act(); timer = setTimeout(again, REPEAT_MS); };
  button.addEventListener('pointerdown', () => { hasRepeated = false; timer = setTimeout(again, HOLD_MS); });
  for (const end of ['pointerup', 'pointerleave', 'pointercancel']) button.addEventListener(end, stop);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  button.addEventListener('click', () => { if (!hasRepeated) act(); hasRepeated = false; });
}

/** A field for words, one line or several. */
export function wordsField(desk, key, element) {
  element.dataset.cell = key;
  element.addEventListener('input', () => desk.write({ [key]: element.value.trim() ? element.value : null }));
  if (element.tagName === 'INPUT') leadsOn(element);
  const update = () => { if (document.activeElement !== element) element.value = text(desk.cells, key); };
  update();
  return { element, input: element, update };
}

/** A list of choices; `options` are pairs of value and words. */
export function choiceField(desk, key, { element, options, otherwise = '' }) {
  element.dataset.cell = key;
  element.dataset.stop = '';
  const fill = () => element.replaceChildren(...options().map(([value, words]) => new Option(words, value)));
  element.addEventListener('change', () => desk.write({ [key]: element.value || null }));
  const update = () => {
    if (document.activeElement === element) return;
    fill();
    element.value = text(desk.cells, key) || otherwise;
  };
  update();
  return { element, input: element, update };
}
