// Where to look when the count differs: a share, a note, or two digits that changed places.
//
// A difference is seldom just any amount. Whoever counted in the sun is helped by being told what the missing
// amount looks like, and is never told that she made a mistake.

import { fromDecimal } from './money.mjs';
import { lines } from './sheet.mjs';

/**
 * The likeliest reason for a difference in minor units.
 *
 * Answers {kind: 'share'|'piece'|'swapped'|'line', ...} or null: `face` is a note or coin to count again,
 * `cell` the row to look at.
 */
export function hintOf(difference, model, cells) {
  const amount = difference < 0n ? -difference : difference;
  if (!amount) return null;
  const face = faceOf(amount, model);
  if (model.by_shares && amount === BigInt(model.share)) return { kind: 'share', face };
  if (face) return { kind: 'piece', face };
  return swapped(amount, model, cells) ?? lineOf(amount, model, cells);
}

function faceOf(amount, model) {
  const piece = model.denominations.find(({ face }) => fromDecimal(face, model.places) === amount);
  return piece?.face ?? null;
}

function lineOf(amount, model, cells) {
  const found = lines(model, cells).find(({ line }) => fromDecimal(line.amount, model.places) === amount);
  return found ? { kind: 'line', cell: found.cell, step: found.step, member: found.line.member } : null;
}

function swapped(amount, model, cells) {
  const found = lines(model, cells).find(({ line }) => exchanges(fromDecimal(line.amount, model.places)).includes(amount));
  return found ? { kind: 'swapped', cell: found.cell, step: found.step, member: found.line.member } : null;
}

/** By how much an amount changes when two digits next to each other change places: 540 and 450 differ by 90. */
export function exchanges(minor) {
  const digits = String(minor);
  const found = [];
  for (let at = 1; at < digits.length; at += 1) {
    const other = BigInt(digits.slice(0, at - 1) + digits[at] + digits[at - 1] + digits.slice(at + 1));
    found.push(other > minor ? other - minor : minor - other);
  }
  return found.filter((change) => change > 0n);
}
