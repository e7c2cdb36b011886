// Lines that few Sundays have: loans and help paid out, fines and fees, costs, money moved. Each is added by hand.

import { LINES, lineIds, members, number, text } from '../sheet.mjs';
import { part, put, stamped } from './dom.mjs';
import { amountField, choiceField, countField, wordsField } from './fields.mjs';
import { showTrouble } from './row.mjs';

/** The lines of a step, with a button for each kind that can be added. */
export function makeLines(desk, words, section) {
  const step = section.dataset.step;
  const list = part(section, 'lines');
  const rows = new Map();
  for (const button of section.querySelectorAll('[data-add]')) {
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
  return { update, keys: () => lineIds(desk.cells, step).map((id) => `line.${id}.amount`) };
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
    fund: form.fund, from_fund: funds[0]?.key, to_fund: funds[1]?.key, member: '',
  };
  return firsts[what] ?? '';
}

function tick(desk, key, control) {
  control.addEventListener('change', () => desk.write({ [key]: control.checked ? '1' : null }));
  const update = () => { control.checked = Boolean(number(desk.cells, key)); };
  return { element: control, input: control, update };
}
