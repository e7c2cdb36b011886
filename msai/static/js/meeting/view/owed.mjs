// What waits for a tap: what comes back of loans, old fines and fees, and approved loans to hand out.

import { dueKey, dueOf, duesOf, isWritten, payingDue } from '../due.mjs';
import { came, members, number, text } from '../sheet.mjs';
import { amountField, choiceField, mark, memberRow, part, put, showTrouble, stamped } from './parts.mjs';

/** A row for each loan that runs, and for each member who owes fines or fees in a fund. */
export function makeRepayments(desk, words, section) {
  const list = part(section, 'rows');
  const loans = desk.model.loans.map((loan) => loanRow(desk, words, { loan, list }));
  const dues = new Map();
  const all = everybodyPays(desk, words, part(section, 'everybody'));
  return {
    update: () => {
      drawDues(desk, words, { dues, list });
      mark(part(section, 'none'), 'hidden', loans.length + dues.size > 0);
      all.update();
      [...loans, ...dues.values()].forEach((row) => row.update());
    },
  };
}

// Who joins at this meeting comes among them, and goes again where she was written down by mistake.
function drawDues(desk, words, { dues, list }) {
  const owed = new Map(duesOf(desk.model, desk.cells).map((due) => [`${dueKey(due)} ${due.name ?? ''}`, due]));
  for (const [key, due] of owed) if (!dues.has(key)) dues.set(key, dueRow(desk, words, { due, list }));
  for (const [key, row] of dues) if (!owed.has(key)) { row.element.remove(); dues.delete(key); }
}

function everybodyPays(desk, words, button) {
  const here = () => members(desk.model, desk.cells).filter((member) => came(desk.cells, member)).map((one) => one.number);
  button.addEventListener('click', () => desk.write(payingDue(desk.model, desk.cells, here()), words.say('due_written')));
  // For one member alone, the button in her row does the same.
  const owing = () => here().filter((one) => Object.keys(payingDue(desk.model, desk.cells, [one])).length);
  return { update: () => mark(button, 'hidden', owing().length < 2) };
}

function rowOf(desk, words, { number: who, list }) {
  const member = members(desk.model, desk.cells).find((one) => one.number === who)
    ?? { number: who, name: words.text('member_number', { number: who }), initials: '', tint: 1 };
  const row = memberRow(member, words);
  row.member = member;
  list.append(row.element);
  return row;
}

function loanRow(desk, words, { loan, list }) {
  const row = rowOf(desk, words, { number: loan.member, list });
  const element = stamped('repayment');
  row.end.remove();
  row.element.append(element);
  const [back, interest] = ['back', 'interest'].map((what) => {
    const field = amountField(desk, `${what}.${loan.alias}`, { label: words.text(`label_${what}`, { name: row.member.name }) });
    part(element, what).append(field.element);
    return field;
  });
  const tender = choiceField(desk, `back_tender.${loan.alias}`, {
    element: part(element, 'tender'), otherwise: desk.model.tenders[0]?.key ?? '',
    options: () => desk.model.tenders.map(({ key, label }) => [key, label]),
  });
  const offers = [offerDue, offerMonth].map((offer) => offer(desk, words, { loan, element }));
  const late = lateTicks(desk, words, { loan, element: part(element, 'late') });
  const update = () => {
    const left = BigInt(loan.left) - number(desk.cells, `back.${loan.alias}`);
    put(row.line, words.say(left < 0n ? 'over_left' : 'left', { amount: words.money(left < 0n ? -left : left) }));
    [back, interest, tender, late, ...offers].forEach((one) => one.update());
    showTrouble(row, desk, words, { key: `back.${loan.alias}`, input: back.input });
  };
  return { update };
}

function offerDue(desk, words, { loan, element }) {
  const button = part(element, 'pays');
  put(part(button, 'word'), words.say('pays_due', { amount: words.money(dueOf(loan)) }));
  button.addEventListener('click', () => desk.write({
    [`back.${loan.alias}`]: BigInt(loan.due) ? loan.due : null,
    [`interest.${loan.alias}`]: BigInt(loan.interest) ? loan.interest : null,
  }, words.say('due_written')));
  return { update: () => mark(button, 'hidden', !dueOf(loan) || isWritten(desk.cells, loan)) };
}

// Where nothing was agreed about a loan, a month of it is what the rules say.
function offerMonth(desk, words, { loan, element }) {
  const button = part(element, 'offer');
  put(part(button, 'word'), words.say('a_month_is', { amount: words.money(BigInt(loan.month)) }));
  button.addEventListener('click', () => desk.write({ [`interest.${loan.alias}`]: loan.month }, words.say('interest_written')));
  return { update: () => mark(button, 'hidden', !BigInt(loan.month) || Boolean(text(desk.cells, `interest.${loan.alias}`))) };
}

// A charge for being late is offered and never ticked beforehand.
function lateTicks(desk, words, { loan, element }) {
  mark(element, 'hidden', !BigInt(loan.late));
  const [ticked, paid] = [part(element, 'fined'), part(element, 'paid')];
  const key = `late.${loan.alias}`;
  put(part(element, 'words'), words.say('late_of', { amount: words.money(BigInt(loan.late)) }));
  const write = () => desk.write({ [key]: ticked.checked ? (paid.checked ? 'paid' : 'owed') : null });
  ticked.addEventListener('change', write);
  paid.addEventListener('change', write);
  return {
    update: () => {
      ticked.checked = Boolean(text(desk.cells, key));
      paid.checked = text(desk.cells, key) === 'paid';
      mark(paid.closest('label'), 'hidden', !ticked.checked);
    },
  };
}

function dueRow(desk, words, { due, list }) {
  const row = rowOf(desk, words, { number: due.member, list });
  const key = dueKey(due);
  const field = amountField(desk, key, { label: words.text('label_due', { name: row.member.name }) });
  // What a late joiner pays is all of it or nothing: it is not typed.
  field.input.readOnly = Boolean(due.entry);
  const element = stamped('due');
  row.end.append(field.element);
  row.element.append(element);
  const button = part(element, 'pays');
  const offer = words.say('pays_due', { amount: words.money(BigInt(due.amount)) });
  button.addEventListener('click', () => toggle(desk, key, due.amount));
  const update = () => {
    const left = BigInt(due.amount) - number(desk.cells, key);
    const written = Boolean(text(desk.cells, key));
    put(row.line, words.say(left < 0n ? 'over_left' : 'owes_in', { amount: words.money(left < 0n ? -left : left), fund: due.label }));
    put(part(button, 'word'), written ? words.say('take_out') : offer.cloneNode(true));
    mark(element, 'hidden', written && !due.entry);
    field.update();
    showTrouble(row, desk, words, { key, input: field.input });
  };
  return { element: row.element, update };
}

// The same tap takes it out again, so that no bar has to offer it.
function toggle(desk, key, value) {
  desk.write({ [key]: text(desk.cells, key) ? null : value });
}

/** A row for each loan that was asked for and approved: one tap hands it out. */
export function makeApproved(desk, words, section) {
  const list = part(section, 'approved');
  const rows = desk.model.approved.map((loan) => givenRow(desk, words, { loan, list }));
  mark(list, 'hidden', !rows.length);
  return { update: () => rows.forEach((row) => row.update()) };
}

function givenRow(desk, words, { loan, list }) {
  const row = rowOf(desk, words, { number: loan.member, list });
  const key = `give.${loan.alias}`;
  const element = stamped('given');
  row.end.remove();
  row.element.append(element);
  put(row.line, words.say('asked_for', { amount: words.money(BigInt(loan.amount)) }));
  const button = part(element, 'pays');
  button.dataset.cell = key;
  button.addEventListener('click', () => toggle(desk, key, '1'));
  const tender = choiceField(desk, `give_tender.${loan.alias}`, {
    element: part(element, 'tender'), otherwise: desk.model.tenders[0]?.key ?? '',
    options: () => desk.model.tenders.map(({ key: place, label }) => [place, label]),
  });
  const update = () => {
    put(part(button, 'word'), words.say(text(desk.cells, key) ? 'take_out' : 'hand_out'));
    tender.update();
    showTrouble(row, desk, words, { key, input: button });
  };
  return { update };
}
