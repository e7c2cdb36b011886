// Sentences as the template handed them over, filled with amounts, names and numbers as parts of the page.
//
// The phone knows no language: each sentence comes whole, with places such as {amount}. A sentence with a
// count comes in all its forms, and `plurals` says by the count which form fits.

import { figureText, grouped } from './money.mjs';

const PLACE = /\{([a-z_]+)\}/;

/** Speaks in the reader's language and writes her numbers. */
export class Words {
  constructor({ sentences, plurals, habits, currency, places }) {
    Object.assign(this, { sentences, plurals, habits, currency, places });
  }

  /** A sentence as nodes; values that are texts are kept apart from the direction around them. */
  say(name, values = {}) {
    const piece = document.createDocumentFragment();
    this.form(name, values).split(PLACE).forEach((part, index) => {
      piece.append(index % 2 ? this.part(values[part]) : part);
    });
    return piece;
  }

  /** The same as plain text, for labels. */
  text(name, values = {}) {
    return this.say(name, values).textContent;
  }

  /** An amount with its currency. */
  money(minor) {
    const figure = figureText(minor < 0n ? -minor : minor, this.places, this.habits);
    const bdi = island('money');
    if (minor < 0n) bdi.append(bold('\u2212'));
    const sign = document.createElement('span');
    sign.className = 'currency';
    sign.textContent = this.currency;
    bdi.append(sign, '\u202f', bold(figure));
    return bdi;
  }

  /** An amount where the currency stands in the heading. */
  figure(minor) {
    const bdi = island('figure');
    bdi.textContent = figureText(minor, this.places, this.habits);
    return bdi;
  }

  /** A name in the direction of its own script. */
  name(name) {
    const bdi = document.createElement('bdi');
    bdi.textContent = name;
    return bdi;
  }

  /** A whole number the reader's way. */
  count(value) {
    return grouped(value, this.habits);
  }

  form(name, values) {
    const said = this.sentences[name];
    if (said === undefined) throw new Error(`no sentence is called ${name}`);
    if (!Array.isArray(said)) return said;
    const [pattern, ...forms] = said;
    const count = Number(values.count);
    const row = this.plurals[pattern];
    return forms[Number(row[count < row.length ? count : 100 + (count % 100)])];
  }

  part(value) {
    if (value instanceof Node) return value;
    if (typeof value === 'bigint' || typeof value === 'number') return this.count(value);
    return this.name(value);
  }
}

function island(look) {
  const bdi = document.createElement('bdi');
  bdi.dir = 'ltr';
  bdi.className = look;
  return bdi;
}

function bold(words) {
  const part = document.createElement('b');
  part.textContent = words;
  return part;
}
