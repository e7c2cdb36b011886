// The steps of the group: the beginning, lines that few Sundays have, the count of the box, and the end.

import { fromDecimal, toDecimal } from '../money.mjs';
import { LINES } from '../kinds.mjs';
import {
  attendance, came, counted, difference, inTheBox, lineIds, members, number, stepTotal, text, turnover,
} from '../sheet.mjs';
import {
  amountField, choiceField, countField, goTo, leadsOn, mark, part, put, showTrouble, stamped, wordsField,
} from './parts.mjs';

/** The first step. */
export function makeStart(desk, words, section) {
  const day = part(section, 'date');
  leadsOn(day);
  day.addEventListener('change', () => desk.write({ date: day.value || null }));
  const lying = amountField(desk, 'lying', { label: words.text('label_lying') });
  part(section, 'lying').append(lying.element);
  const other = part(section, 'other-day');
  other.addEventListener('change', () => desk.write({ other_day: other.checked ? '1' : null }));
  const update = () => {
    other.checked = Boolean(text(desk.cells, 'other_day'));
    const wrong = desk.reasons.other_day ?? desk.reasons.date ?? '';
    mark(part(section, 'day-said'), 'hidden', !wrong);
    put(part(section, 'day-said'), wrong);
    mark(other.closest('label'), 'hidden', !desk.reasons.other_day && !other.checked);
    if (document.activeElement !== day) day.value = text(desk.cells, 'date') || desk.model.held_on;
    lying.update();
    const said = text(desk.cells, 'lying');
    const apart = number(desk.cells, 'lying') - BigInt(desk.model.opening_box);
    const answer = part(section, 'lying-answer');
    mark(answer, 'hidden', !/^[0-9]+$/.test(said));
    answer.classList.toggle('differs', apart !== 0n);
    put(answer, apart === 0n ? words.say('opening_agrees')
      : words.say(apart < 0n ? 'opening_less' : 'opening_more', { amount: words.money(apart < 0n ? -apart : apart) }));
  };
  return { update };
}

/** The lines of a step, with a button for each kind that can be added. */
export function makeLines(desk, words, section) {
  const step = section.dataset.step;
  const list = part(section, 'lines');
  const rows = new Map();
  for (const button of section.querySelectorAll('[data-add]')) {
    mark(button, 'hidden', button.dataset.add === 'recovery' && !desk.model.given_up.length);
    button.addEventListener('click', () => addLine(desk, button.dataset.add, rows));
  }
  const others = [...section.querySelectorAll('[data-words]')].map((element) => wordsField(desk, element.dataset.words, element));
  const update = () => {
    const ids = lineIds(desk.cells, step);
    for (const id of ids) {
      if (!rows.has(id)) rows.set(id, lineRow(desk, words, { id, list }));
      rows.get(id).update();
    }
    for (const [id, row] of rows) if (!ids.includes(id)) { row.element.remove(); rows.delete(id); }
    others.forEach((field) => field.update());
  };
  return { update };
}

function addLine(desk, kind, rows) {
  const id = desk.clock().toString(36);
  desk.write({ [`line.${id}.kind`]: kind });
  rows.get(id)?.focus();
}

function lineRow(desk, words, { id, list }) {
  const element = stamped('line');
  const kind = text(desk.cells, `line.${id}.kind`);
  const form = LINES[kind];
  put(part(element, 'title'), words.say(`line_${kind}`));
  for (const cell of element.querySelectorAll('[data-ask]')) {
    if (!form.asks.includes(cell.dataset.ask)) cell.remove();
  }
  const fields = form.asks.map((what) => askedField(desk, words, { id, what, element, form })).filter(Boolean);
  part(element, 'gone').addEventListener('click', () => takeAway(desk, words, id));
  list.append(element);
  const row = { element };
  const update = () => {
    fields.forEach((field) => field.update());
    showTrouble(row, desk, words, { key: `line.${id}.amount`, input: fields[0].input });
  };
  return { element, update, focus: () => fields[0].input.focus() };
}

function takeAway(desk, words, id) {
  const keys = Object.keys(desk.cells).filter((key) => key.startsWith(`line.${id}.`));
  desk.write(Object.fromEntries(keys.map((key) => [key, null])), words.say('line_gone'));
}

const CHOICES = {
  member: (desk, words) => [['', words.text('choose')], ...members(desk.model, desk.cells)
    .map((one) => [String(one.number), `${one.number} \u2013 ${one.name}`])],
  loan: (desk, words) => [...desk.model.given_up.map(({ alias, label }) => [alias, label]), ['older', words.text('older_loan')]],
  tender: (desk) => desk.model.tenders.map(({ key, label }) => [key, label]),
  fund: (desk) => desk.model.funds.map(({ key, label }) => [key, label]),
};
const LIKE = { from: 'tender', to: 'tender', from_fund: 'fund', to_fund: 'fund' };

function askedField(desk, words, { id, what, element, form }) {
  const key = `line.${id}.${what}`;
  const place = element.querySelector(`[data-ask="${what}"]`);
  if (!place) return null;
  const control = place.querySelector('select, input');
  if (what === 'owed') return tick(desk, key, control);
  if (what === 'words') return wordsField(desk, key, control);
  if (what === 'amount' || what === 'months') {
    const field = (what === 'amount' ? amountField : countField)(desk, key);
    place.append(field.element);
    return field;
  }
  const options = CHOICES[LIKE[what] ?? what];
  return choiceField(desk, key, { element: control, options: () => options(desk, words), otherwise: firstOf(desk, what, form) });
}

function firstOf(desk, what, form) {
  const { tenders, funds } = desk.model;
  const firsts = {
    tender: tenders[0]?.key, from: tenders[0]?.key, to: tenders[1]?.key ?? tenders[0]?.key,
    fund: form.fund, from_fund: funds[0]?.key, to_fund: funds[1]?.key, member: '', loan: desk.model.given_up[0]?.alias,
  };
  return firsts[what] ?? '';
}

function tick(desk, key, control) {
  control.addEventListener('change', () => desk.write({ [key]: control.checked ? '1' : null }));
  const update = () => { control.checked = Boolean(number(desk.cells, key)); };
  return { element: control, input: control, update };
}

/** The step of the count. */
export function makeCount(desk, words, section) {
  const rows = desk.model.denominations.map((piece) => countRow(desk, words, { piece, list: part(section, 'rows') }));
  const total = amountField(desk, 'counted', { label: words.text('label_counted') });
  part(section, 'total').append(total.element);
  const reason = wordsField(desk, 'reason', part(section, 'reason'));
  for (const pick of section.querySelectorAll('[data-pick]')) {
    pick.addEventListener('click', () => desk.write({ reason: pick.textContent.trim() }));
  }
  mark(part(section, 'by-piece'), 'hidden', rows.length === 0);
  mark(part(section, 'by-total'), 'hidden', !desk.model.box);
  mark(part(section, 'no-box'), 'hidden', Boolean(desk.model.box));
  const update = () => {
    rows.forEach((row) => row.update());
    const isByPiece = rows.some((row) => text(desk.cells, row.key));
    mark(part(section, 'by-total'), 'hidden', isByPiece || !desk.model.box);
    total.update();
    reason.update();
    mark(part(section, 'why'), 'hidden', !difference(desk.model, desk.cells));
  };
  return { update };
}

/** Begin to count again: at the piece the hint names, else at the first. */
export function countAgain(section, face) {
  const field = section.querySelector(`[data-cell="count.${face}"]`) ?? section.querySelector('[data-stop]');
  if (!field) return;
  goTo(field);
  field.select?.();
}

function countRow(desk, words, { piece, list }) {
  const element = stamped('count');
  const key = `count.${piece.face}`;
  const value = fromDecimal(piece.face, desk.model.places);
  const face = piece.face.includes('.') ? words.figure(value) : words.count(piece.face);
  part(element, 'swatch').classList.add(`note-${piece.hue}`);
  put(part(element, 'face'), face);
  const field = countField(desk, key, { label: words.text('label_piece', { face: toDecimal(value, desk.model.places) }) });
  part(element, 'pieces').append(field.element);
  list.append(element);
  const update = () => {
    field.update();
    const product = number(desk.cells, key) * value;
    put(part(element, 'product'), product ? words.figure(product) : '');
  };
  return { key, update };
}

/** The last step; `open` leads to another step by its name and, if given, to a cell. */
export function makeSummary(desk, words, section, open) {
  const witness = choiceField(desk, 'witness', {
    element: part(section, 'witness'),
    options: () => [['', words.text('nobody_yet')], ...members(desk.model, desk.cells)
      .filter((member) => came(desk.cells, member)).map((member) => [String(member.number), member.name])],
  });
  const says = choiceField(desk, 'witness_says', {
    element: part(section, 'says'), options: () => [['', words.text('witness_agrees')], ['disputes', words.text('witness_disputes')]],
  });
  const update = () => {
    const { model, cells } = desk;
    const moved = turnover(model, cells);
    const roll = attendance(model, cells);
    put(part(section, 'here'), words.say('here_of', { here: roll.here, all: roll.all }));
    put(part(section, 'opening'), words.money(BigInt(model.opening_all)));
    put(part(section, 'in'), words.money(moved.in));
    put(part(section, 'out'), words.money(-moved.out));
    put(part(section, 'now'), words.money(BigInt(model.opening_all) + moved.in - moved.out));
    for (const dd of section.querySelectorAll('[data-total]')) {
      const total = stepTotal(model, cells, dd.dataset.total);
      put(dd, words.money(total));
      mark(dd.parentElement, 'hidden', total === 0n);
    }
    drawCash(desk, words, section);
    drawReasons(desk, words, section, open);
    witness.update();
    says.update();
    mark(part(section, 'says').closest('.field'), 'hidden', !text(desk.cells, 'witness'));
  };
  return { update };
}

function drawCash(desk, words, section) {
  const apart = difference(desk.model, desk.cells);
  mark(part(section, 'cash'), 'hidden', !desk.model.box);
  if (!desk.model.box) return;
  const found = counted(desk.model, desk.cells);
  put(part(section, 'expected'), words.money(inTheBox(desk.model, desk.cells)));
  put(part(section, 'counted'), found === null ? words.say('not_yet') : words.money(found));
  put(part(section, 'difference'), apart === null ? words.say('not_yet') : apart ? words.money(apart) : words.say('none'));
  part(section, 'difference').classList.toggle('differs', Boolean(apart));
  const reason = text(desk.cells, 'reason').trim();
  mark(part(section, 'reason-line'), 'hidden', !apart || !reason);
  put(part(section, 'reason-line'), words.say('reason_is', { reason }));
}

function drawReasons(desk, words, section, open) {
  const panel = part(section, 'held');
  const reasons = Object.entries(desk.reasons);
  mark(panel, 'hidden', reasons.length === 0);
  const list = part(panel, 'list');
  if (list.dataset.said === JSON.stringify(reasons)) return;
  list.dataset.said = JSON.stringify(reasons);
  list.replaceChildren(...reasons.map(([cell, message]) => {
    const row = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.textContent = message;
    button.addEventListener('click', () => open(stepOfCell(cell, desk) ?? 'start', cell));
    row.append(button);
    return row;
  }));
}

/** Where the thing that closing waits for is put right. */
export function leadTo(waiting, desk, open) {
  const steps = { choice: 'savings', amounts: 'savings', roll: 'roll', count: 'count', reason: 'count' };
  const cells = { reason: 'reason' };
  const cell = cells[waiting] ?? Object.keys(desk.cells).find((key) => (waiting === 'choice' ? desk.cells[key].o
    : waiting === 'amounts' && String(desk.cells[key].v).startsWith('?')));
  open(cell ? stepOfCell(cell, desk) ?? steps[waiting] : steps[waiting], cell);
}

/** The step on which a cell is written. */
export function stepOfCell(cell, desk) {
  const [head, id] = cell.split('.');
  const steps = {
    roll: 'roll', by: 'roll', fine: 'roll', name: 'roll', social: 'social', savings: 'savings', invest: 'invest',
    back: 'repayments', interest: 'repayments', back_tender: 'repayments', late: 'repayments', due: 'repayments',
    give: 'loans', give_tender: 'loans', count: 'count', counted: 'count',
    reason: 'count', date: 'start', lying: 'start', other_day: 'start', note: 'others', decisions: 'others', news: 'invest', witness: 'close',
  };
  if (head !== 'line') return steps[head];
  return ['loan', 'social_grant', 'withdrawal', 'payout'].includes(text(desk.cells, `line.${id}.kind`)) ? 'loans' : 'others';
}

/** Bring the row of a cell into view. */
export function showCell(cell) {
  const field = cell && (document.querySelector(`[data-cell="${cell}"]`) ?? document.querySelector(`[data-member="${cell.split('.')[1]}"] .state`));
  if (field) goTo(field);
}
