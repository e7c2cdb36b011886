// Who joins at the meeting: the number she gets, whether somebody is called that already, and taking her off again.
//
// Her number is a part of the key of her name, so that two phones that both take somebody in show two names in
// one place and a person chooses, and nobody's money slides to another when one of several is taken off.

import { members, text } from './sheet.mjs';

const OF_A_MEMBER = 'roll|by|fine|social|savings|odd|invest|tender|payer|due|sure\\.\\w+';

/** The number that the next newcomer gets: nobody on the sheet has it, and nobody ever had. */
export function nextNumber(model, cells) {
  return Math.max(0, model.last_number, ...members(model, cells).map(({ number: it }) => it)) + 1;
}

/** What takes a newcomer off the sheet: her own cells, and every cell that names her, as nothing. */
export function withoutNewcomer(cells, number_) {
  const own = new RegExp(`^(name|${OF_A_MEMBER})\\.${number_}(\\.|$)`);
  const naming = (key) => /^(by|payer)\.|^line\..*\.member$|^witness$/.test(key) && text(cells, key) === String(number_);
  return Object.fromEntries(Object.keys(cells).filter((key) => own.test(key) || naming(key)).map((key) => [key, null]));
}

/** Who is called the same already, whatever its blanks and capitals; null where the name is new. */
export function namesake(model, cells, name) {
  return members(model, cells).find((one) => folded(one.name) === folded(name)) ?? null;
}

// Marks stay: in many scripts they are the vowels, and two people may differ in nothing else.
function folded(name) {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLocaleLowerCase();
}
