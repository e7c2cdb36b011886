// A member's row, and what can be the matter with it: two phones, an amount that is not clear or odd, a reason.

import { amountOf, isOdd, number, problemOf, text, usual } from '../sheet.mjs';
import { figureText } from '../money.mjs';
import { goTo, part, put, stamped } from './dom.mjs';

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
  const known = { ambiguous_amount: 'ambiguous', too_many_decimals: 'too_many_decimals', amount_out_of_range: 'too_large' };
  put(part(element, 'words'), words.say(known[problem.code] ?? 'not_an_amount', problem.params));
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
