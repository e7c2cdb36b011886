// Who is here: all at once, then the exceptions, each opened in place.

import { attendance, fineOf, finePaid, members, text, came } from '../sheet.mjs';
import { mark, part, put, setIcon, stamped } from './dom.mjs';
import { choiceField } from './fields.mjs';
import { memberRow, showTrouble } from './row.mjs';

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
  part(section, 'add').addEventListener('click', () => addMember(desk, part(section, 'new')));
  const update = () => {
    for (const member of members(desk.model, desk.cells)) {
      if (!rows.has(member.number)) rows.set(member.number, rollRow(desk, words, { member, opened, list }));
      rows.get(member.number).update(member);
    }
    dropGone(rows, members(desk.model, desk.cells));
    const roll = attendance(desk.model, desk.cells);
    put(part(section, 'count'), words.say(roll.called ? 'roll_count' : 'to_call', { here: roll.here, away: roll.away, count: roll.all }));
  };
  return { update, keys: () => [] };
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

function addMember(desk, input) {
  const name = input.value.trim();
  if (!name) return input.focus();
  const id = `name.${desk.clock().toString(36)}`;
  const number = Math.max(0, desk.model.last_number, ...members(desk.model, desk.cells).map((one) => one.number)) + 1;
  desk.write({ [id]: name, [`roll.${number}`]: 'present' });
  input.value = '';
  return input.focus();
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
    showTrouble(row, desk, words, { key, input: button });
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
