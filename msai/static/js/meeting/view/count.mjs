// Counting the box: piece by piece, each row multiplied at once, or the total where it was counted already.

import { fromDecimal, toDecimal } from '../money.mjs';
import { difference, number, text } from '../sheet.mjs';
import { goTo, mark, part, put, stamped } from './dom.mjs';
import { amountField, countField, wordsField } from './fields.mjs';

/** The step of the count. */
export function makeCount(desk, words, section) {
  const rows = desk.model.denominations.map((piece) => countRow(desk, words, { piece, list: part(section, 'rows') }));
  const total = amountField(desk, 'counted', { label: words.text('label_counted') });
  part(section, 'total').append(total.element);
  const reason = wordsField(desk, 'reason', part(section, 'reason'));
  for (const pick of section.querySelectorAll('[data-pick]')) {
    pick.addEventListener('click', () => desk.write({ reason: pick.textContent.trim() }));
  }
  mark(part(section, 'by-piece'), 'hidden', rows.length === 0);
  mark(part(section, 'by-total'), 'hidden', !desk.model.box);
  mark(part(section, 'no-box'), 'hidden', Boolean(desk.model.box));
  const update = () => {
    rows.forEach((row) => row.update());
    const isByPiece = rows.some((row) => text(desk.cells, row.key));
    mark(part(section, 'by-total'), 'hidden', isByPiece || !desk.model.box);
    total.update();
    reason.update();
    mark(part(section, 'why'), 'hidden', !difference(desk.model, desk.cells));
  };
  return { update, keys: () => rows.map(({ key }) => key) };
}

/** Begin to count again: at the piece the hint names, else at the first. */
export function countAgain(section, face) {
  const field = section.querySelector(`[data-cell="count.${face}"]`) ?? section.querySelector('[data-stop]');
  if (!field) return;
  goTo(field);
  field.select?.();
}

function countRow(desk, words, { piece, list }) {
  const element = stamped('count');
  const key = `count.${piece.face}`;
  const value = fromDecimal(piece.face, desk.model.places);
  const face = piece.face.includes('.') ? words.figure(value) : words.count(piece.face);
  part(element, 'swatch').classList.add(`note-${piece.hue}`);
  put(part(element, 'face'), face);
  const field = countField(desk, key, { label: words.text('label_piece', { face: toDecimal(value, desk.model.places) }) });
  part(element, 'pieces').append(field.element);
  list.append(element);
  const update = () => {
    field.update();
    const product = number(desk.cells, key) * value;
    put(part(element, 'product'), product ? words.figure(product) : '');
  };
  return { key, update };
}
