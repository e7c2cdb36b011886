// What every step is made of: copies of parts of the page, fields that write into cells, and members' rows.
//
// What is typed goes into its cell at once, and what was understood is shown on leaving the field. Under a row
// stands what can be the matter with it: two phones, an amount that is not clear or odd, a reason.

import { figureText } from '../money.mjs';
import { amountCell, amountOf, countCell, isOdd, number, problemOf, text, usual } from '../sheet.mjs';

const SPRITE = document.querySelector('#meeting')?.dataset.sprite ?? '';

/** A fresh copy of a part that stands in the page as a template. */
export function stamped(name) {
  return document.querySelector(`#part-${name}`).content.firstElementChild.cloneNode(true);
}

/** The inner part of an element that goes by a name. */
export function part(element, name) {
  return element.querySelector(`[data-part="${name}"]`);
}

/** Put words or nodes into an element, if they differ from what stands there. */
export function put(element, ...words) {
  const holder = document.createElement('i');
  holder.append(...words);
  if (holder.innerHTML !== element.innerHTML) element.replaceChildren(...holder.childNodes);
}

/** Change the icon of an element that has one. */
export function setIcon(element, name) {
  element.querySelector('use').setAttribute('href', `${SPRITE}#${name}`);
}

/** Set or take away an attribute. */
export function mark(element, attribute, value) {
  if (value === null || value === false) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value === true ? '' : value);
}

/** Focus a part of the page and bring it into view. */
export function goTo(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
}

const STOPS = 'input:not([type=hidden]), select, textarea, button:not([tabindex="-1"])';

/** Go on from a field to the next field of its step; from the last one to the button that leads on. */
export function goOn(field) {
  const fields = [...field.closest('.step').querySelectorAll('[data-stop]')].filter((one) => one.checkVisibility());
  const next = fields[fields.indexOf(field) + 1] ?? document.querySelector('#next');
  goTo(next.matches(STOPS) ? next : document.querySelector('#next'));
}

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

/** The row of a member: her seat, her name, a line below it, and room for controls. */
export function memberRow(member, words) {
  const element = stamped('member');
  element.dataset.member = member.number;
  const seat = part(element, 'seat');
  seat.classList.add(`seat-${member.tint}`);
  seat.textContent = member.initials;
  put(part(element, 'name'), words.name(member.name));
  return { element, line: part(element, 'line'), end: part(element, 'end'), below: part(element, 'below') };
}

/** Show under a row what has to be looked at; answers what it is: 'both', 'unclear', 'held', 'odd' or ''. */
export function showTrouble(row, desk, words, { key, what, number: who, input }) {
  const trouble = troubleOf(desk, { key, what, number: who });
  row.element.classList.toggle('odd', trouble === 'odd' || trouble === 'both');
  row.element.classList.toggle('held', trouble === 'held' || trouble === 'unclear');
  const signature = `${trouble}|${JSON.stringify(desk.cells[key] ?? '')}|${desk.reasons[key] ?? ''}`;
  if (row.signature === signature) return trouble;
  row.signature = signature;
  row.trouble?.remove();
  row.trouble = trouble ? DRAWN[trouble](desk, words, { key, what, number: who, input }) : null;
  if (row.trouble) row.element.append(row.trouble);
  return trouble;
}

/** What is the matter with a cell. */
export function troubleOf(desk, { key, what, number: who }) {
  if (desk.cells[key]?.o) return 'both';
  if (text(desk.cells, key).startsWith('?')) return 'unclear';
  if (desk.reasons[key]) return 'held';
  return what && isOdd(desk.model, desk.cells, what, who) ? 'odd' : '';
}

const DRAWN = { both: drawBoth, unclear: drawUnclear, held: drawHeld, odd: drawOdd };

function drawOdd(desk, words, { key, what, number: who, input }) {
  const element = stamped('odd');
  const { model, cells } = desk;
  const isShares = what === 'savings' && model.by_shares;
  const typically = BigInt(usual(model, cells, what)) * (isShares ? BigInt(model.share) : 1n);
  const count = number(cells, key);
  put(part(element, 'words'), isShares
    ? words.say('odd_shares', { usual: words.money(typically), count })
    : words.say('odd_amount', { usual: words.money(typically), amount: words.money(amountOf(model, cells, what, who)) }));
  part(element, 'yes').addEventListener('click', () => {
    desk.write({ [`sure.${key}`]: text(desk.cells, key) });
    goTo(input);
  });
  part(element, 'change').addEventListener('click', () => { goTo(input); input.select(); });
  return element;
}

function drawUnclear(desk, words, { key }) {
  const problem = problemOf(desk.cells, key, desk.model);
  const element = stamped('problem');
  const isCount = key.startsWith('count.') || (key.startsWith('savings.') && desk.model.by_shares);
  const known = { ambiguous_amount: 'ambiguous', too_many_decimals: 'too_many_decimals', amount_out_of_range: 'too_large' };
  const otherwise = isCount ? 'not_a_count' : 'not_an_amount';
  const said = isCount && problem.code !== 'amount_out_of_range' ? otherwise : known[problem.code] ?? otherwise;
  put(part(element, 'words'), words.say(said, problem.params));
  return element;
}

function drawHeld(desk, words, { key }) {
  const element = stamped('problem');
  put(part(element, 'words'), desk.reasons[key]);
  return element;
}

function drawBoth(desk, words, { key, what }) {
  const element = stamped('both');
  const cell = desk.cells[key];
  put(part(element, 'words'), words.say('two_values'));
  for (const [name, one] of [['mine', cell], ['theirs', cell.o]]) {
    const button = part(element, name);
    put(part(button, 'value'), valueNode(desk, words, { what, value: one.v }));
    put(part(button, 'who'), words.say('who_when', { name: one.w || '\u2013', time: timeText(one.t) }));
    button.addEventListener('click', () => desk.choose(key, one.v));
  }
  return element;
}

function valueNode(desk, words, { what, value }) {
  if (!value) return words.say('nothing');
  if (what === 'savings' && desk.model.by_shares) return words.say('shares', { count: Number(value) });
  if (/^[0-9]+$/.test(value) && what) return words.money(BigInt(value));
  if (words.sentences[`roll_${value}`]) return words.say(`roll_${value}`);
  return words.name(/^[0-9]+$/.test(value) ? figureText(BigInt(value), 0, desk.model.habits) : value);
}

/** A time of day on the clock of twenty-four. */
export function timeText(milliseconds) {
  const when = new Date(milliseconds);
  return `${String(when.getHours()).padStart(2, '0')}:${String(when.getMinutes()).padStart(2, '0')}`;
}
