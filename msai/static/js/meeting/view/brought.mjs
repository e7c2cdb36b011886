// What each brought: the social fund, savings and investment, the same for all and then the exceptions.

import { filled } from '../cells.mjs';
import { amountOf, came, members, text, usual } from '../sheet.mjs';
import { mark, part, put, stamped } from './dom.mjs';
import { amountField, choiceField, stepper } from './fields.mjs';
import { memberRow, showTrouble, troubleOf } from './row.mjs';
import { dropGone } from './roll.mjs';

/** A step with an amount of each member; `what` is social, savings or invest. */
export function makeBrought(desk, words, section) {
  const what = section.dataset.step;
  const list = part(section, 'rows');
  const rows = new Map();
  const same = makeSame(desk, words, { what, panel: part(section, 'same') });
  const update = () => {
    const everybody = members(desk.model, desk.cells);
    for (const member of everybody) {
      if (!rows.has(member.number)) rows.set(member.number, broughtRow(desk, words, { member, what, list }));
      rows.get(member.number).update();
    }
    dropGone(rows, everybody);
    same?.update();
  };
  const keys = () => members(desk.model, desk.cells).map(({ number }) => `${what}.${number}`);
  const asked = () => members(desk.model, desk.cells)
    .find(({ number }) => ['odd', 'unclear', 'both'].includes(troubleOf(desk, { key: `${what}.${number}`, what, number })));
  return { update, keys, ask: () => rows.get(asked()?.number)?.ask() };
}

function broughtRow(desk, words, { member, what, list }) {
  const row = memberRow(member, words);
  const key = `${what}.${member.number}`;
  const isShares = what === 'savings' && desk.model.by_shares;
  const said = () => saidOf(desk, words, { member, what, key });
  const label = words.text(`label_${what}`, { name: member.name });
  const field = isShares
    ? stepper(desk, key, { label, said })
    : amountField(desk, key, { label, said });
  row.end.append(field.element);
  list.append(row.element);
  const more = purseOf(desk, words, { member, row });
  const update = () => {
    field.update();
    const { isUsual, amount } = standing(desk, { what, key, number: member.number });
    put(row.line, lineOf(desk, words, { member, what, amount, isUsual }));
    row.element.classList.toggle('is-away', !came(desk.cells, member));
    field.element.classList.toggle('is-changed', !isUsual);
    more.update();
    showTrouble(row, desk, words, { key, what, number: member.number, input: field.input });
  };
  const ask = () => (row.trouble?.querySelector('button') ?? field.input);
  return { element: row.element, update, ask };
}

function standing(desk, { what, key, number }) {
  const value = text(desk.cells, key);
  const amount = amountOf(desk.model, desk.cells, what, number);
  return { amount, isUsual: !value || value === usual(desk.model, desk.cells, what) };
}

function lineOf(desk, words, { member, what, amount, isUsual }) {
  const state = text(desk.cells, `roll.${member.number}`);
  const payer = members(desk.model, desk.cells).find((one) => String(one.number) === text(desk.cells, `payer.${member.number}`));
  if (payer && amount) return words.say('paid_by', { amount: words.money(amount), name: payer.name });
  if (amount) {
    const money = words.money(amount);
    money.classList.toggle('is-usual', isUsual);
    return money;
  }
  const received = desk.model.received[`${what}.${member.number}`];
  if (received) return words.say('received', { amount: words.money(BigInt(received)) });
  return state && !came(desk.cells, member) ? words.say(`roll_${state}`) : words.say('member_number', { number: member.number });
}

function saidOf(desk, words, { member, what, key }) {
  const before = text(desk.cells, key);
  if (!/^[0-9]+$/.test(before)) return words.say('changed', { name: member.name });
  return what === 'savings' && desk.model.by_shares
    ? words.say('changed_shares', { name: member.name, count: Number(before) })
    : words.say('changed_amount', { name: member.name, amount: words.money(BigInt(before)) });
}

// Who pays for her, and into which purse: asked by few, so it opens at a tap on the name.
function purseOf(desk, words, { member, row }) {
  const name = part(row.element, 'open');
  const element = stamped('purse');
  name.setAttribute('aria-label', words.text('more_about', { name: member.name }));
  row.below.append(element);
  name.addEventListener('click', () => {
    mark(row.below, 'hidden', !row.below.hidden);
    name.setAttribute('aria-expanded', String(!row.below.hidden));
  });
  name.setAttribute('aria-expanded', 'false');
  const tender = choiceField(desk, `tender.${member.number}`, {
    element: part(element, 'tender'), otherwise: desk.model.tenders[0]?.key ?? '',
    options: () => desk.model.tenders.map(({ key, label }) => [key, label]),
  });
  const payer = choiceField(desk, `payer.${member.number}`, {
    element: part(element, 'payer'),
    options: () => [['', words.text('herself')], ...members(desk.model, desk.cells)
      .filter((one) => one.number !== member.number).map((one) => [String(one.number), one.name])],
  });
  return { update: () => { tender.update(); payer.update(); } };
}

function makeSame(desk, words, { what, panel }) {
  if (!panel) return null;
  const [fill, undo] = [part(panel, 'fill'), part(panel, 'undo')];
  // Who paid between the meetings is not filled in a second time.
  const here = () => members(desk.model, desk.cells)
    .filter((member) => came(desk.cells, member) && !desk.model.received[`${what}.${member.number}`]);
  const filledNow = () => filled(desk.cells, `${what}.`);
  fill.addEventListener('click', () => desk.fill(
    here().map(({ number }) => `${what}.${number}`), usual(desk.model, desk.cells, what), words.say('filled_in', { count: here().length })));
  undo.addEventListener('click', () => desk.write(
    Object.fromEntries(filledNow().map((key) => [key, null])), words.say('emptied')));
  const another = makeAnother(desk, words, { what, panel });
  const update = () => {
    const isFilled = filledNow().length > 0;
    const value = usual(desk.model, desk.cells, what);
    put(part(panel, 'title'), what === 'savings' && desk.model.by_shares
      ? words.say('same_shares', { count: Number(value) }) : words.say('same_amount', { amount: words.money(BigInt(value)) }));
    put(part(panel, 'line'), isFilled ? words.say('filled_in', { count: filledNow().length }) : words.say('same_line'));
    put(part(fill, 'word'), words.say('fill_in', { count: here().length }));
    mark(fill, 'hidden', isFilled);
    mark(undo, 'hidden', !isFilled);
    another.update();
  };
  return { update };
}

function makeAnother(desk, words, { what, panel }) {
  const key = `usual.${what}`;
  const label = words.text('usual_label');
  const field = what === 'savings' && desk.model.by_shares ? stepper(desk, key, { label }) : amountField(desk, key, { label });
  part(panel, 'another').append(field.element);
  return field;
}
