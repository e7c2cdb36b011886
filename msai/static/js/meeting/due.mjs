// What members should bring besides their savings: instalments, old fines and fees, what a late joiner pays.
//
// The page was opened with what is due. One tap writes it down for a member, or for all who are here; what was
// typed by hand is left as it is, and what nobody writes down stays owed.

import { members, text } from './sheet.mjs';

/** The key of the cell in which a member pays what she owes in a fund, or for having joined late. */
export function dueKey({ member, fund, entry }) {
  return `due.${member}.${entry ? 'entry' : fund}`;
}

/** What everybody owes besides loans; who joins at this very meeting pays for joining late like others before her. */
export function duesOf(model, cells) {
  const joining = model.newcomer ? members(model, cells).filter((member) => member.key) : [];
  return [...model.dues, ...joining.map(({ number, name }) => ({ ...model.newcomer, member: number, name, entry: true }))];
}

/** What the borrower of a loan should bring today, principal and interest together, in minor units. */
export function dueOf(loan) {
  return BigInt(loan.due) + BigInt(loan.interest);
}

/** Whether something of a loan was written down already. */
export function isWritten(cells, loan) {
  return Boolean(text(cells, `back.${loan.alias}`) || text(cells, `interest.${loan.alias}`));
}

/** The cells that say that these members, by number, pay what is due. */
export function payingDue(model, cells, numbers) {
  const loans = model.loans.filter((loan) => !isWritten(cells, loan)).flatMap((loan) => [
    [loan.member, `back.${loan.alias}`, loan.due], [loan.member, `interest.${loan.alias}`, loan.interest],
  ]);
  const dues = duesOf(model, cells).filter((due) => !text(cells, dueKey(due)))
    .map((due) => [due.member, dueKey(due), due.amount]);
  return Object.fromEntries([...loans, ...dues]
    .filter(([member, , minor]) => numbers.includes(member) && BigInt(minor))
    .map(([, key, minor]) => [key, minor]));
}
