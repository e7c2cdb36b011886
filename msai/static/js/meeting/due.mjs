// What members should bring besides their savings: instalments of loans, old fines and fees.
//
// The page was opened with what is due. One tap writes it down for a member, or for all who are here; what was
// typed by hand is left as it is, and what nobody writes down stays owed.

import { text } from './sheet.mjs';

/** What the borrower of a loan should bring today, principal and interest together, in minor units. */
export function dueOf(loan) {
  return BigInt(loan.due) + BigInt(loan.interest);
}

/** Whether something of a loan was written down already. */
export function isWritten(cells, loan) {
  return Boolean(text(cells, `back.${loan.alias}`) || text(cells, `interest.${loan.alias}`));
}

/** The key of the cell in which a member pays what she owes in a fund. */
export function dueKey({ member, fund }) {
  return `due.${member}.${fund}`;
}

/** The cells that say that these members, by number, pay what is due. */
export function payingDue(model, cells, numbers) {
  const loans = model.loans.filter((loan) => !isWritten(cells, loan)).flatMap((loan) => [
    [loan.member, `back.${loan.alias}`, loan.due], [loan.member, `interest.${loan.alias}`, loan.interest],
  ]);
  const dues = model.dues.filter((due) => !text(cells, dueKey(due)))
    .map((due) => [due.member, dueKey(due), due.amount]);
  return Object.fromEntries([...loans, ...dues]
    .filter(([member, , minor]) => numbers.includes(member) && BigInt(minor))
    .map(([, key, minor]) => [key, minor]));
}
