// The beginning: the day, what the book says lies in the box, and whether it does.

import { number, text } from '../sheet.mjs';
import { mark, part, put } from './dom.mjs';
import { amountField, leadsOn } from './fields.mjs';

/** The first step. */
export function makeStart(desk, words, section) {
  const day = part(section, 'date');
  leadsOn(day);
  day.addEventListener('change', () => desk.write({ date: day.value || null }));
  const lying = amountField(desk, 'lying', { label: words.text('label_lying') });
  part(section, 'lying').append(lying.element);
  const other = part(section, 'other-day');
  other.addEventListener('change', () => desk.write({ other_day: other.checked ? '1' : null }));
  const update = () => {
    other.checked = Boolean(text(desk.cells, 'other_day'));
    const wrong = desk.reasons.other_day ?? desk.reasons.date ?? '';
    mark(part(section, 'day-said'), 'hidden', !wrong);
    put(part(section, 'day-said'), wrong);
    mark(other.closest('label'), 'hidden', !desk.reasons.other_day && !other.checked);
    if (document.activeElement !== day) day.value = text(desk.cells, 'date') || desk.model.held_on;
    lying.update();
    const said = text(desk.cells, 'lying');
    const apart = number(desk.cells, 'lying') - BigInt(desk.model.opening_box);
    const answer = part(section, 'lying-answer');
    mark(answer, 'hidden', !/^[0-9]+$/.test(said));
    answer.classList.toggle('differs', apart !== 0n);
    put(answer, apart === 0n ? words.say('opening_agrees')
      : words.say(apart < 0n ? 'opening_less' : 'opening_more', { amount: words.money(apart < 0n ? -apart : apart) }));
  };
  return { update, keys: () => [] };
}
