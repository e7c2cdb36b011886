// Loans paid back: what is left of each, what comes today, interest beside it.

import { members, number, text } from '../sheet.mjs';
import { mark, part, put, stamped } from './dom.mjs';
import { amountField, choiceField } from './fields.mjs';
import { memberRow, showTrouble } from './row.mjs';

/** The step of repayments: a row for each loan that runs. */
export function makeRepayments(desk, words, section) {
  const rows = desk.model.loans.map((loan) => loanRow(desk, words, { loan, list: part(section, 'rows') }));
  mark(part(section, 'none'), 'hidden', rows.length > 0);
  return { update: () => rows.forEach((row) => row.update()), keys: () => desk.model.loans.map(({ alias }) => `back.${alias}`) };
}

function loanRow(desk, words, { loan, list }) {
  const member = members(desk.model, desk.cells).find((one) => one.number === loan.member)
    ?? { number: loan.member, name: loan.name, initials: '', tint: 1 };
  const row = memberRow(member, words);
  const element = stamped('repayment');
  row.end.remove();
  row.element.append(element);
  list.append(row.element);
  const [back, interest] = ['back', 'interest'].map((what) => {
    const field = amountField(desk, `${what}.${loan.alias}`, { label: words.text(`label_${what}`, { name: member.name }) });
    part(element, what).append(field.element);
    return field;
  });
  const tender = choiceField(desk, `back_tender.${loan.alias}`, {
    element: part(element, 'tender'), otherwise: desk.model.tenders[0]?.key ?? '',
    options: () => desk.model.tenders.map(({ key, label }) => [key, label]),
  });
  offerInterest(desk, words, { loan, button: part(element, 'offer') });
  const update = () => {
    const left = BigInt(loan.left) - number(desk.cells, `back.${loan.alias}`);
    put(row.line, words.say(left < 0n ? 'over_left' : 'left', { amount: words.money(left < 0n ? -left : left) }));
    mark(part(element, 'offer'), 'hidden', !BigInt(loan.interest) || Boolean(text(desk.cells, `interest.${loan.alias}`)));
    [back, interest, tender].forEach((field) => field.update());
    showTrouble(row, desk, words, { key: `back.${loan.alias}`, input: back.input });
  };
  return { update };
}

function offerInterest(desk, words, { loan, button }) {
  put(part(button, 'word'), words.say('a_month_is', { amount: words.money(BigInt(loan.interest)) }));
  button.addEventListener('click', () => desk.write({ [`interest.${loan.alias}`]: loan.interest }, words.say('interest_written')));
}
