// The meaning of the cells: who came, what each brought and took, what the box should hold, what is sent.
//
// `model` is what the page was opened with (members, rules, opening cash, loans), `cells` what was written
// since. Everything here is reckoned anew from the two and keeps nothing, so it can be tested without a page.
//
// Keys: date, roll.7, by.7, fine.7, social.7, savings.7, odd.7, invest.7, tender.7, payer.7, due.7.FUND, back.LOAN,
// interest.LOAN, back_tender.LOAN, late.LOAN, due.7.entry, give.LOAN, give_tender.LOAN, line.ID.WHAT, name.7 (who joins as number 7), count.FACE, counted, reason, sure.KEY, usual.WHAT, and words.
// An amount that was understood is its minor units; what was not understood begins with a question mark.

import { dueKey, duesOf } from './due.mjs';
import { LINES, moves } from './kinds.mjs';
import { countCash, parseAmount, parseCount, toDecimal, AmountProblem } from './money.mjs';

export const CAME = ['present', 'late', 'represented'];
export const ODD_TIMES = 5n;
const NUMBER = /^-?[0-9]+$/;
const NEWCOMER = /^name\.[1-9][0-9]*$/;

/** The value of a cell as text; empty where nothing was written. */
export function text(cells, key) {
  return cells[key]?.v ?? '';
}

/** The value of a cell as a whole number, minor units or pieces; nought where there is none. */
export function number(cells, key) {
  const value = text(cells, key);
  return NUMBER.test(value) ? BigInt(value) : 0n;
}

/** What a typed amount becomes in its cell: its minor units, or the text itself behind a question mark. */
export function amountCell(typed, model) {
  return typedCell(typed, () => parseAmount(typed, model.places));
}

/** What a typed number of things becomes in its cell. */
export function countCell(typed) {
  return typedCell(typed, () => parseCount(typed));
}

function typedCell(typed, read) {
  if (!typed.trim()) return null;
  try {
    const value = read();
    return value === null || value < 0n ? `?${typed}` : String(value);
  } catch (problem) {
    if (!(problem instanceof AmountProblem)) throw problem;
    return `?${typed}`;
  }
}

/** Why a cell's amount was not understood; null where it was. */
export function problemOf(cells, key, model) {
  const value = text(cells, key);
  if (!value.startsWith('?')) return null;
  try {
    parseAmount(value.slice(1), model.places);
  } catch (problem) {
    if (problem instanceof AmountProblem) return problem;
    throw problem;
  }
  return new AmountProblem('not_an_amount', { text: value.slice(1) });
}

/** Everybody on the roll: the members in sitting order, then who joined at this meeting. */
export function members(model, cells) {
  const joining = Object.keys(cells).filter((key) => NEWCOMER.test(key)).map((key) => joined(cells, key));
  return [...model.members, ...joining.sort((one, other) => one.number - other.number)];
}

function joined(cells, key) {
  const [name, number] = [text(cells, key), Number(key.slice('name.'.length))];
  const words = name.trim().split(/\s+/);
  const initials = words.length > 1 ? [...words[0]][0] + [...words.at(-1)][0] : [...name.trim()].slice(0, 1).join('');
  return { number, name, initials, tint: ((number - 1) % 4) + 1, key };
}

/** Whether a member counts as here: present, late or represented. */
export function came(cells, member) {
  return CAME.includes(text(cells, `roll.${member.number}`));
}

/** How many were called, are here and are not. */
export function attendance(model, cells) {
  const states = members(model, cells).map((member) => text(cells, `roll.${member.number}`));
  const here = states.filter((state) => CAME.includes(state)).length;
  const called = states.filter(Boolean).length;
  return { all: states.length, called, here, away: called - here };
}

/** The fine that the rules ask for how somebody stood to the meeting, in minor units. */
export function fineOf(model, cells, number_) {
  return BigInt(model.fines[text(cells, `roll.${number_}`)] ?? 0);
}

/** Whether the fine is paid now, owed, or let go; unless somebody said so, who is here pays. */
export function finePaid(model, cells, number_) {
  if (!fineOf(model, cells, number_)) return 'none';
  const here = CAME.includes(text(cells, `roll.${number_}`));
  return text(cells, `fine.${number_}`) || (here ? 'paid' : 'owed');
}

/** What somebody usually saves: shares where the group saves by shares, else minor units. */
export function usual(model, cells, what) {
  return text(cells, `usual.${what}`) || String(model.usual[what] ?? 0);
}

/** What a member's cell comes to in minor units; shares are worth the share value. */
export function amountOf(model, cells, what, number_) {
  const value = number(cells, `${what}.${number_}`);
  return what === 'savings' && model.by_shares ? value * BigInt(model.share) + oddOf(model, cells, number_) : value;
}

/** What somebody brings over whole shares, where the rules say what becomes of it. */
export function oddOf(model, cells, number_) {
  return model.takes_odd ? number(cells, `odd.${number_}`) : 0n;
}

/** Whether an amount is over five times the usual and nobody said that it is right. */
export function isOdd(model, cells, what, number_) {
  const key = `${what}.${number_}`;
  const worth = what === 'savings' && model.by_shares ? BigInt(model.share) : 1n;
  const limit = BigInt(usual(model, cells, what)) * worth * ODD_TIMES;
  return limit > 0n && amountOf(model, cells, what, number_) > limit && text(cells, `sure.${key}`) !== text(cells, key);
}

/** The ids of lines that were added by hand and not taken away, in the order of their making. */
export function lineIds(cells, step) {
  const ids = Object.keys(cells).filter((key) => key.startsWith('line.') && key.endsWith('.kind'))
    .map((key) => key.split('.')[1]);
  return ids.filter((id) => !step || LINES[text(cells, `line.${id}.kind`)]?.step === step).sort();
}

/** Every line of the sheet as it is sent, with the cell it came from, in the order of the meeting. */
export function lines(model, cells) {
  const everybody = members(model, cells);
  return [
    ...everybody.flatMap((member) => memberLine(model, cells, 'social', member)),
    ...everybody.flatMap((member) => memberLine(model, cells, 'savings', member)),
    ...model.loans.flatMap((loan) => [...repayment(model, cells, loan), ...lateCharge(model, cells, loan)]),
    ...duesOf(model, cells).flatMap((due) => duePaid(model, cells, due)),
    ...model.approved.flatMap((loan) => loanGiven(model, cells, loan)),
    ...lineIds(cells, 'loans').flatMap((id) => freeLine(model, cells, id)),
    ...everybody.flatMap((member) => memberLine(model, cells, 'invest', member)),
    ...everybody.flatMap((member) => attendanceFine(model, cells, member)),
    ...lineIds(cells, 'others').flatMap((id) => freeLine(model, cells, id)),
  ];
}

const MEMBER_KINDS = { social: 'social', savings: 'savings', invest: 'investment' };

function memberLine(model, cells, what, member) {
  const cell = `${what}.${member.number}`;
  const amount = amountOf(model, cells, what, member.number);
  if (!amount) return [];
  const line = {
    kind: MEMBER_KINDS[what], member: member.number, amount: toDecimal(amount, model.places),
    tender: tenderOf(model, cells, `tender.${member.number}`),
  };
  if (what === 'savings' && model.by_shares) line.shares = Number(number(cells, cell));
  return [{ cell, step: what, line: withPayer(cells, line) }];
}

function withPayer(cells, line) {
  const payer = number(cells, `payer.${line.member}`);
  return payer ? { ...line, payer: Number(payer) } : line;
}

function repayment(model, cells, loan) {
  const principal = number(cells, `back.${loan.alias}`);
  const interest = number(cells, `interest.${loan.alias}`);
  if (!(principal + interest)) return [];
  const machine = (minor) => toDecimal(minor, model.places);
  return [{
    cell: `back.${loan.alias}`, step: 'repayments',
    line: withPayer(cells, {
      kind: 'repayment', loan: loan.alias, member: loan.member, principal: machine(principal),
      interest: machine(interest), amount: machine(principal + interest), ...ofFund(loan.fund),
      tender: tenderOf(model, cells, `back_tender.${loan.alias}`),
    }),
  }];
}

function ofFund(fund) {
  return fund && fund !== 'savings' ? { fund } : {};
}

function lateCharge(model, cells, loan) {
  const said = text(cells, `late.${loan.alias}`);
  if (!said || !BigInt(loan.late)) return [];
  const line = {
    kind: 'fee', member: loan.member, amount: toDecimal(BigInt(loan.late), model.places), fee: model.late_words,
    tender: said === 'paid' ? tenderOf(model, cells, `back_tender.${loan.alias}`) : null,
  };
  return [{ cell: `late.${loan.alias}`, step: 'repayments', line }];
}

function duePaid(model, cells, due) {
  const cell = dueKey(due);
  const amount = number(cells, cell);
  if (!amount) return [];
  const line = {
    kind: due.entry ? 'late_entry' : 'fine_paid', member: due.member, amount: toDecimal(amount, model.places), ...ofFund(due.fund),
    tender: tenderOf(model, cells, `tender.${due.member}`),
  };
  return [{ cell, step: 'repayments', line: withPayer(cells, line) }];
}

function loanGiven(model, cells, { alias, member, fund, amount }) {
  const cell = `give.${alias}`;
  const line = {
    kind: 'loan', loan: alias, member, amount: toDecimal(BigInt(amount), model.places), ...ofFund(fund),
    tender: tenderOf(model, cells, `give_tender.${alias}`),
  };
  return text(cells, cell) ? [{ cell, step: 'loans', line }] : [];
}

function attendanceFine(model, cells, member) {
  const said = finePaid(model, cells, member.number);
  if (said === 'none') return [];
  const line = {
    kind: 'fine', member: member.number, amount: toDecimal(fineOf(model, cells, member.number), model.places),
    fine: text(cells, `roll.${member.number}`),
    tender: said === 'paid' ? tenderOf(model, cells, `tender.${member.number}`) : null,
  };
  return [{ cell: `roll.${member.number}`, step: 'roll', line }];
}

function freeLine(model, cells, id) {
  const said = (what) => text(cells, `line.${id}.${what}`);
  const kind = said('kind');
  const form = LINES[kind];
  const amount = number(cells, `line.${id}.amount`);
  if (!amount) return [];
  const line = { kind, amount: toDecimal(amount, model.places) };
  for (const what of form.asks) Object.assign(line, asked(model, form, what, said));
  if (kind === 'loan') line.loan = `loan-${id}`;
  if (kind === 'withdrawal' && model.by_shares) line.shares = Number(amount / BigInt(model.share));
  return [{ cell: `line.${id}.amount`, step: form.step, line }];
}

function asked(model, form, what, said) {
  const box = said('tender') || model.tenders[0]?.key;
  const answers = {
    member: () => ({ member: Number(said('member')) || null }),
    months: () => (said('months') ? { months: Number(said('months')) } : {}),
    words: () => (said('words') ? { [form.words]: said('words') } : {}),
    fund: () => ({ fund: said('fund') || form.fund }),
    loan: () => lostLoan(model, said('loan') || model.given_up[0]?.alias),
    tender: () => ({ tender: said('owed') ? null : box }),
    from: () => ({ from_tender: said('from') || model.tenders[0]?.key }),
    to: () => ({ to_tender: said('to') || model.tenders[1]?.key || model.tenders[0]?.key }),
    from_fund: () => ({ from_fund: said('from_fund') || model.funds[0].key }),
    to_fund: () => ({ to_fund: said('to_fund') || model.funds[1].key }),
  };
  return answers[what]?.() ?? {};
}

// Money for a loan that was given up names it, and goes to its fund; of a loan from before the book nothing is known.
function lostLoan(model, alias) {
  const lost = model.given_up.find((one) => one.alias === alias);
  return lost ? { loan: alias, ...ofFund(lost.fund) } : {};
}

function tenderOf(model, cells, key) {
  return text(cells, key) || model.tenders[0]?.key;
}

/** What each tender should hold for each fund after the meeting: "box/savings" and minor units. */
export function expected(model, cells) {
  const held = Object.fromEntries(Object.entries(model.opening).map(([place, minor]) => [place, BigInt(minor)]));
  for (const { line } of lines(model, cells)) {
    for (const [tender, fund, minor] of moves(line, model.places)) {
      held[`${tender}/${fund}`] = (held[`${tender}/${fund}`] ?? 0n) + minor;
    }
  }
  return held;
}

/** What should lie in the cash box, all funds together; null where the group has no box. */
export function inTheBox(model, cells) {
  if (!model.box) return null;
  return Object.entries(expected(model, cells)).filter(([place]) => place.startsWith(`${model.box}/`))
    .reduce((sum, [, minor]) => sum + minor, 0n);
}

/** The pieces that were counted, by face. */
export function pieces(model, cells) {
  const faces = model.denominations.map((piece) => piece.face).filter((face) => text(cells, `count.${face}`));
  return Object.fromEntries(faces.map((face) => [face, number(cells, `count.${face}`)]));
}

/** What was counted in the box; null as long as nothing was. */
export function counted(model, cells) {
  const found = pieces(model, cells);
  if (Object.keys(found).length) return countCash(found, model.places);
  return NUMBER.test(text(cells, 'counted')) ? number(cells, 'counted') : null;
}

/** Counted less expected; null as long as nothing was counted. */
export function difference(model, cells) {
  const found = counted(model, cells);
  return found === null || !model.box ? null : found - inTheBox(model, cells);
}

/** What the lines of a step come to, money out taken off. */
export function stepTotal(model, cells, step) {
  return lines(model, cells).filter((one) => one.step === step)
    .flatMap(({ line }) => moves(line, model.places)).reduce((sum, [, , minor]) => sum + minor, 0n);
}

/** Money that came into and went out of the box, moves between funds and tenders left out. */
export function turnover(model, cells) {
  const sums = { in: 0n, out: 0n };
  for (const { line } of lines(model, cells)) {
    if (line.kind === 'transfer' || line.kind === 'between_funds') continue;
    for (const [, , minor] of moves(line, model.places)) {
      if (minor > 0n) sums.in += minor;
      else sums.out -= minor;
    }
  }
  return sums;
}

/** Whether the meeting may be closed: null, or the one thing it waits for. */
export function waitsFor(model, cells) {
  const roll = attendance(model, cells);
  if (Object.values(cells).some((cell) => cell.o)) return 'choice';
  if (Object.values(cells).some((cell) => String(cell.v).startsWith('?'))) return 'amounts';
  if (roll.called < roll.all) return 'roll';
  if (model.box && counted(model, cells) === null) return 'count';
  return difference(model, cells) && !text(cells, 'reason').trim() ? 'reason' : null;
}

/** The sheet as it is sent, the same object that the plain form makes. */
export function request(model, cells) {
  const found = counted(model, cells);
  const machine = (minor) => toDecimal(minor, model.places);
  const sheet = {
    number: model.number,
    date: text(cells, 'date') || model.held_on,
    attendance: Object.fromEntries(members(model, cells).map(({ number: it }) => [it, text(cells, `roll.${it}`)])
      .filter(([, state]) => state)),
    opening: Object.fromEntries(Object.entries(model.opening).map(([place, minor]) => [place, machine(BigInt(minor))])),
    lines: lines(model, cells).map(({ line }) => line),
    cash_counted: found === null ? null : machine(found),
    difference_reason: text(cells, 'reason').trim() || null,
  };
  return { ...sheet, ...besides(model, cells) };
}

function besides(model, cells) {
  const said = {
    represented_by: Object.fromEntries(members(model, cells)
      .filter(({ number: it }) => text(cells, `roll.${it}`) === 'represented' && text(cells, `by.${it}`))
      .map(({ number: it }) => [it, Number(text(cells, `by.${it}`))])),
    cash_count: Object.fromEntries(Object.entries(pieces(model, cells)).map(([face, many]) => [face, Number(many)])),
    notes: [...written(cells, 'news'), ...written(cells, 'note')],
    decisions: written(cells, 'decisions'),
    new_members: members(model, cells).filter((member) => member.key)
      .map((member) => ({ number: member.number, name: member.name.trim() })),
    witness: witnessOf(cells),
  };
  if (text(cells, 'other_day')) said.other_day = true;
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value === true || Object.keys(value).length));
}

function witnessOf(cells) {
  const member = number(cells, 'witness');
  return member ? { member: Number(member), says: text(cells, 'witness_says') || 'agrees' } : {};
}

/** The lines that were written in a field for words. */
export function written(cells, key) {
  return text(cells, key).split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean);
}
