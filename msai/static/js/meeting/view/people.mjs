// The steps of members: who is here, and what each brings.
//
// Each begins with what is the same for all, and the exceptions are opened in place.

import { filled } from '../cells.mjs';
import { parseCount } from '../money.mjs';
import { namesake, nextNumber, withoutNewcomer } from '../joining.mjs';
import { amountOf, attendance, came, fineOf, finePaid, members, oddOf, text, usual } from '../sheet.mjs';
import {
  amountField, choiceField, mark, memberRow, part, put, setIcon, showTrouble, stamped, stepper, troubleOf,
} from './parts.mjs';

const LOOKS = {
  present: ['check', 'agreed'], late: ['clock', 'waiting'], absent: ['minus', 'quiet'],
  excused: ['heart-handshake', 'quiet'], represented: ['users', 'agreed'], '': ['circle-help', 'quiet'],
};

/** The step of the roll call. */
export function makeRoll(desk, words, section) {
  const list = part(section, 'rows');
  const rows = new Map();
  const opened = { number: null };
  part(section, 'all').addEventListener('click', () => {
    const open = members(desk.model, desk.cells).map(({ number }) => `roll.${number}`);
    desk.fill(open, 'present', words.say('all_here'));
    opened.number = null;
    desk.tell('shown');
  });
  makeFind(section);
  part(section, 'add').addEventListener('click', () => addMember(desk, words, section));
  const update = () => {
    for (const member of members(desk.model, desk.cells)) {
      if (!rows.has(member.number)) rows.set(member.number, rollRow(desk, words, { member, opened, list }));
      rows.get(member.number).update(member);
    }
    dropGone(rows, members(desk.model, desk.cells));
    const roll = attendance(desk.model, desk.cells);
    put(part(section, 'count'), words.say(roll.called ? 'roll_count' : 'to_call', { here: roll.here, away: roll.away, count: roll.all }));
  };
  return { update };
}

// Found by a part of the name, or by the number in any digits; Enter goes on to her.
function makeFind(section) {
  const field = part(section, 'find');
  const rows = () => [...section.querySelectorAll('li[data-member]')];
  const plain = (words) => words.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
  field.addEventListener('input', () => {
    const wanted = plain(field.value.trim());
    const typed = parseCount(field.value);
    for (const row of rows()) {
      const isFound = typed ? row.dataset.member === String(typed) : plain(part(row, 'name').textContent).includes(wanted);
      row.hidden = Boolean(wanted) && !isFound;
    }
  });
  field.addEventListener('keydown', (event) => {
    const found = event.key === 'Enter' && rows().find((row) => !row.hidden);
    if (found) part(found, 'end').querySelector('input, button:not([tabindex])').focus();
  });
}

/** Rows of people who are no longer on the sheet go. */
export function dropGone(rows, everybody) {
  const there = new Set(everybody.map(({ number }) => number));
  for (const [number, row] of rows) {
    if (there.has(number)) continue;
    row.element.remove();
    rows.delete(number);
  }
}

function addMember(desk, words, section) {
  const [input, said] = [part(section, 'new'), part(section, 'new-said')];
  const name = input.value.replace(/\s+/g, ' ').trim();
  const other = name && namesake(desk.model, desk.cells, name);
  mark(said, 'hidden', !other);
  if (other) put(part(said, 'words'), words.say('namesake', { name: other.name, number: other.number }));
  if (!name || other) {
    input.focus({ preventScroll: true });
    return input.scrollIntoView({ block: 'center' });
  }
  const number = nextNumber(desk.model, desk.cells);
  desk.write({ [`name.${number}`]: name, [`roll.${number}`]: 'present' }, words.say('roll_said', { name, state: words.text('roll_present') }));
  input.value = '';
  return input.focus();
}

// Somebody who joins at this meeting can be taken off its sheet again: mistyped, or not coming in after all.
function newcomerGone(desk, words, { member, element }) {
  const gone = part(element, 'gone');
  mark(gone, 'hidden', !member.key);
  gone.addEventListener('click', () => desk.write(
    withoutNewcomer(desk.cells, member.number), words.say('newcomer_gone', { name: text(desk.cells, member.key) })));
}

function rollRow(desk, words, { member, opened, list }) {
  const row = memberRow(member, words);
  const key = `roll.${member.number}`;
  const button = stamped('state');
  row.end.append(button);
  const choice = rollChoice(desk, words, { member });
  row.below.append(choice.element);
  button.addEventListener('click', () => {
    opened.number = opened.number === member.number ? null : member.number;
    desk.tell('shown');
    if (opened.number) choice.focus();
  });
  list.append(row.element);
  const update = (now) => {
    const state = text(desk.cells, key);
    drawState(button, { state, words, isOpen: opened.number === member.number });
    put(part(row.element, 'name'), words.name(now.name));
    put(row.line, rollLine(desk, words, now));
    mark(row.below, 'hidden', opened.number !== member.number);
    choice.update();
    const isOfName = member.key && (desk.cells[member.key]?.o || desk.reasons[member.key]);
    showTrouble(row, desk, words, { key: isOfName ? member.key : key, input: button });
  };
  return { element: row.element, update };
}

function rollLine(desk, words, member) {
  const by = text(desk.cells, `by.${member.number}`);
  const state = text(desk.cells, `roll.${member.number}`);
  const other = members(desk.model, desk.cells).find((one) => String(one.number) === by);
  if (state === 'represented' && other) return words.say('represented_by', { name: other.name });
  return words.say(member.key ? 'new_member' : 'member_number', { number: member.number });
}

function drawState(button, { state, words, isOpen }) {
  const [icon, tone] = LOOKS[state] ?? LOOKS[''];
  button.className = `state state-${tone}`;
  setIcon(button, icon);
  put(part(button, 'word'), words.say(`roll_${state || 'open'}`));
  button.setAttribute('aria-expanded', String(isOpen));
}

function rollChoice(desk, words, { member }) {
  const element = stamped('choice');
  const key = `roll.${member.number}`;
  const radios = [...element.querySelectorAll('input[type=radio]')];
  part(element, 'legend').textContent = member.name;
  for (const radio of radios) {
    radio.name = key;
    radio.addEventListener('change', () => say(desk, words, { member, state: radio.value }));
  }
  newcomerGone(desk, words, { member, element });
  const fine = fineTick(desk, words, { member, element: part(element, 'fine') });
  const by = choiceField(desk, `by.${member.number}`, {
    element: part(element, 'by'),
    options: () => [['', words.text('nobody')], ...members(desk.model, desk.cells)
      .filter((one) => one.number !== member.number && came(desk.cells, one)).map((one) => [String(one.number), one.name])],
  });
  by.element.addEventListener('change', () => desk.write({ [key]: by.element.value ? 'represented' : 'absent' }));
  const update = () => {
    for (const radio of radios) radio.checked = radio.value === text(desk.cells, key);
    by.update();
    fine.update();
  };
  return { element, update, focus: () => (radios.find((radio) => radio.checked) ?? radios[0]).focus({ preventScroll: true }) };
}

function say(desk, words, { member, state }) {
  const said = words.say('roll_said', { name: member.name, state: words.text(`roll_${state}`) });
  desk.write({ [`roll.${member.number}`]: state, [`by.${member.number}`]: null }, said);
}

function fineTick(desk, words, { member, element }) {
  const [ticked, paid] = [part(element, 'fined'), part(element, 'paid')];
  const key = `fine.${member.number}`;
  const write = () => desk.write({ [key]: !ticked.checked ? 'none' : paid.checked ? 'paid' : 'owed' });
  ticked.addEventListener('change', write);
  paid.addEventListener('change', write);
  const update = () => {
    const fine = fineOf(desk.model, desk.cells, member.number);
    mark(element, 'hidden', !fine);
    const said = finePaid(desk.model, desk.cells, member.number);
    ticked.checked = said !== 'none';
    paid.checked = said === 'paid';
    mark(paid.closest('label'), 'hidden', said === 'none');
    if (fine) put(part(element, 'words'), words.say('fine_of', { amount: words.money(fine) }));
  };
  return { update };
}

/** A step with an amount of each member; `what` is social, savings or invest. */
export function makeBrought(desk, words, section) {
  const what = section.dataset.step;
  const list = part(section, 'rows');
  const rows = new Map();
  makeFind(section);
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
  const asked = () => members(desk.model, desk.cells)
    .find(({ number }) => ['odd', 'unclear', 'both'].includes(troubleOf(desk, { key: `${what}.${number}`, what, number })));
  return { update, ask: () => rows.get(asked()?.number)?.ask() };
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
  const more = purseOf(desk, words, { member, row, what });
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
  const odd = what === 'savings' && oddOf(desk.model, desk.cells, number);
  return { amount, isUsual: !odd && (!value || value === usual(desk.model, desk.cells, what)) };
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
function purseOf(desk, words, { member, row, what }) {
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
  const odd = oddField(desk, words, { member, what, cell: part(element, 'over') });
  return { update: () => { tender.update(); payer.update(); odd?.update(); } };
}

// What she brings over whole shares; the rules of the group say what becomes of it.
function oddField(desk, words, { member, what, cell }) {
  mark(cell, 'hidden', what !== 'savings' || !desk.model.takes_odd);
  if (cell.hidden) return null;
  const field = amountField(desk, `odd.${member.number}`, { label: words.text('label_over', { name: member.name }) });
  cell.append(field.element);
  return field;
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
