// Money on the phone: whole minor units as BigInt, read, written, split and rounded exactly as the books do.
//
// The phone reckons what the box should hold while the treasurer types, and the server decides. Were the two
// to differ by a cent, a box that agrees would be refused, so each function here has its twin in
// ledgers/money.py and is tested against it.

export const LARGEST_MINOR = 10n ** 15n;

const LONGEST_TEXT = 64;
const AROUND = '[ \\t\\r\\n\\u00a0\\u2007\\u2009\\u202f\\u200e\\u200f\\u061c]';
const TRIM = new RegExp(`^${AROUND}+|${AROUND}+$`, 'g');
// A semicolon stands for a mark that is surely decimal.
const MARKS = {
  '\u00a0': ' ', '\u2007': ' ', '\u2009': ' ', '\u202f': ' ', '\u2019': "'", '\u066c': "'",
  '\u066b': ';', '\uff0e': '.', '\uff0c': ',', '\u2212': '-',
};
const DIGIT = /^\p{Nd}$/u;
const MACHINE = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;
const SHAPE = /^[0-9]*(?:[.,;' ][0-9]+)*$/;
const THREES = /^[1-9][0-9]{0,2}([., '])[0-9]{3}(?:\1[0-9]{3})*$/;
const LAKHS = /^[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}$/;

/** Why a text is no amount: the same codes, and facts, as the books give. */
export class AmountProblem extends Error {
  constructor(code, params = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** Read an amount as a person typed it, in any digits and by any country's habit, or refuse it. */
export function parseAmount(text, places) {
  const plain = inOneAlphabet(text);
  const isNegative = plain.startsWith('-');
  const number = plain.replace(/^-/, '').replace(TRIM, '');
  const [whole, decimals] = splitAtDecimalMark(number, text, places);
  const digits = /^[0-9]*$/.test(whole) ? whole : withoutGroups(whole);
  const minor = minorOf(digits, decimals, places);
  return isNegative ? -minor : minor;
}

/** Read a whole number of things in any digits; null where the text is no such number. */
export function parseCount(text) {
  const trimmed = text.replace(TRIM, '');
  if (![...trimmed].every((sign) => DIGIT.test(sign)) || [...trimmed].length > 9) return null;
  return trimmed ? BigInt(inOneAlphabet(trimmed)) : null;
}

/** Read the machine form of an amount, "-1234.50", into minor units. */
export function fromDecimal(text, places) {
  const match = text.length <= LONGEST_TEXT ? MACHINE.exec(text) : null;
  if (!match) throw new AmountProblem('not_an_amount', { text });
  const minor = minorOf(match[2], match[3] ?? '', places);
  return match[1] ? -minor : minor;
}

/** Write minor units in the machine form that travels: 123450 with two places is "1234.50". */
export function toDecimal(minor, places) {
  const digits = String(minor < 0n ? -minor : minor).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const sign = minor < 0n ? '-' : '';
  return places ? `${sign}${whole}.${digits.slice(-places)}` : sign + whole;
}

/** Write minor units the reader's way, without the currency: 1,234.50, and a real minus. */
export function figureText(minor, places, habits) {
  const [whole, decimals] = toDecimal(minor < 0n ? -minor : minor, places).split('.');
  const figure = grouped(whole, habits) + (decimals ? habits.decimal + decimals : '');
  return (minor < 0n ? '\u2212' : '') + figure;
}

/** Write a whole number the reader's way: 12,345. */
export function grouped(whole, habits) {
  const digits = String(whole);
  const groups = [digits.slice(-habits.last)];
  let head = digits.slice(0, -habits.last);
  while (head) {
    groups.unshift(head.slice(-habits.others));
    head = head.slice(0, -habits.others);
  }
  return groups.join(habits.group);
}

/** Split an amount by largest remainder in whole steps, ties to the earlier; the parts sum to it exactly. */
export function allocate(total, weights, step = 1n) {
  const amount = total < 0n ? -total : total;
  if (amount % step) throw new AmountProblem('not_a_multiple_of_step');
  if (weights.some((weight) => weight < 0n)) throw new AmountProblem('negative_weight');
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (!whole) throw new AmountProblem('nothing_to_split_by');
  const steps = amount / step;
  const counts = weights.map((weight) => (steps * weight) / whole);
  const rests = weights.map((weight, index) => ({ index, rest: (steps * weight) % whole }));
  // Sorting is stable, so equal remainders keep their order: the earlier one wins.
  rests.sort((one, other) => (other.rest > one.rest ? 1 : other.rest < one.rest ? -1 : 0));
  const left = steps - counts.reduce((sum, count) => sum + count, 0n);
  for (const { index } of rests.slice(0, Number(left))) counts[index] += 1n;
  return counts.map((count) => (total < 0n ? -count * step : count * step));
}

/** Round a ratio of whole numbers to a whole number, a half going away from nought on both sides. */
export function roundHalfUp(numerator, denominator = 1n) {
  const sign = (numerator < 0n) !== (denominator < 0n) ? -1n : 1n;
  const above = numerator < 0n ? -numerator : numerator;
  const below = denominator < 0n ? -denominator : denominator;
  return sign * ((2n * above + below) / (2n * below));
}

/** Round minor units, or a ratio of them, to the nearest amount payable in coins of `step` minor units. */
export function cashRound(numerator, { denominator = 1n, step }) {
  return roundHalfUp(numerator, denominator * step) * step;
}

/** Add up notes and coins counted by face, {"0.50": 9n}, into minor units. */
export function countCash(pieces, places) {
  return Object.entries(pieces).reduce((sum, [face, number]) => {
    if (number < 0n) throw new AmountProblem('not_an_amount');
    return sum + fromDecimal(face, places) * number;
  }, 0n);
}

function inOneAlphabet(text) {
  if (typeof text !== 'string' || [...text].length > LONGEST_TEXT) throw new AmountProblem('not_an_amount', { text });
  const signs = [...text.replace(TRIM, '')];
  const zeros = new Set(signs.filter((sign) => DIGIT.test(sign)).map(zeroOf));
  // Digits of two scripts in one number are a slip or a trick; a person writes in one.
  if (zeros.size !== 1 || signs.includes(';')) throw new AmountProblem('not_an_amount', { text });
  const [zero] = zeros;
  return signs.map((sign) => (DIGIT.test(sign) ? String(sign.codePointAt(0) - zero) : MARKS[sign] ?? sign)).join('');
}

// Digits of a script stand in tens in a row, and where rows touch, each has ten.
function zeroOf(sign) {
  const point = sign.codePointAt(0);
  let first = point;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return point - ((point - first) % 10);
}

function splitAtDecimalMark(number, text, places) {
  if (!number || !SHAPE.test(number)) throw new AmountProblem('not_an_amount', { text });
  const marks = number.replace(/[0-9]/g, '');
  const last = marks.at(-1);
  if (!marks || " '".includes(last) || marks.split(last).length > 2) return [number, ''];
  const at = number.lastIndexOf(last);
  const [whole, decimals] = [number.slice(0, at), number.slice(at + 1)];
  if (marks.length > 1 || last === ';' || !THREES.test(number)) return [whole, decimals];
  if (places === 0) return [number, ''];
  throw new AmountProblem('ambiguous_amount', {
    text, thousands: toDecimal(minorOf(whole + decimals, '', places), places), decimal: `${whole}.${decimals}`,
  });
}

function withoutGroups(whole) {
  if (!THREES.test(whole) && !LAKHS.test(whole)) throw new AmountProblem('not_an_amount', { text: whole });
  return whole.replace(/[^0-9]/g, '');
}

function minorOf(whole, decimals, places) {
  if (decimals.length > places) throw new AmountProblem('too_many_decimals', { allowed: places });
  const minor = BigInt(whole + decimals.padEnd(places, '0') || '0');
  if (minor > LARGEST_MINOR) throw new AmountProblem('amount_out_of_range');
  return minor;
}
