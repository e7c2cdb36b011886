// The end: the whole Sunday in a few lines, who saw the cash counted, and what keeps the sheet from being closed.

import { attendance, came, counted, difference, inTheBox, members, stepTotal, text, turnover } from '../sheet.mjs';
import { goTo, mark, part, put } from './dom.mjs';
import { choiceField } from './fields.mjs';

/** The last step; `open` leads to another step by its name and, if given, to a cell. */
export function makeSummary(desk, words, section, open) {
  const witness = choiceField(desk, 'witness', {
    element: part(section, 'witness'),
    options: () => [['', words.text('nobody_yet')], ...members(desk.model, desk.cells)
      .filter((member) => came(desk.cells, member)).map((member) => [String(member.number), member.name])],
  });
  const says = choiceField(desk, 'witness_says', {
    element: part(section, 'says'), options: () => [['', words.text('witness_agrees')], ['disputes', words.text('witness_disputes')]],
  });
  const update = () => {
    const { model, cells } = desk;
    const moved = turnover(model, cells);
    const roll = attendance(model, cells);
    put(part(section, 'here'), words.say('here_of', { here: roll.here, all: roll.all }));
    put(part(section, 'opening'), words.money(BigInt(model.opening_all)));
    put(part(section, 'in'), words.money(moved.in));
    put(part(section, 'out'), words.money(-moved.out));
    put(part(section, 'now'), words.money(BigInt(model.opening_all) + moved.in - moved.out));
    for (const dd of section.querySelectorAll('[data-total]')) {
      const total = stepTotal(model, cells, dd.dataset.total);
      put(dd, words.money(total));
      mark(dd.parentElement, 'hidden', total === 0n);
    }
    drawCash(desk, words, section);
    drawReasons(desk, words, section, open);
    witness.update();
    says.update();
    mark(part(section, 'says').closest('.field'), 'hidden', !text(desk.cells, 'witness'));
  };
  return { update, keys: () => [] };
}

function drawCash(desk, words, section) {
  const apart = difference(desk.model, desk.cells);
  mark(part(section, 'cash'), 'hidden', !desk.model.box);
  if (!desk.model.box) return;
  const found = counted(desk.model, desk.cells);
  put(part(section, 'expected'), words.money(inTheBox(desk.model, desk.cells)));
  put(part(section, 'counted'), found === null ? words.say('not_yet') : words.money(found));
  put(part(section, 'difference'), apart === null ? words.say('not_yet') : apart ? words.money(apart) : words.say('none'));
  part(section, 'difference').classList.toggle('differs', Boolean(apart));
  const reason = text(desk.cells, 'reason').trim();
  mark(part(section, 'reason-line'), 'hidden', !apart || !reason);
  put(part(section, 'reason-line'), words.say('reason_is', { reason }));
}

function drawReasons(desk, words, section, open) {
  const panel = part(section, 'held');
  const reasons = Object.entries(desk.reasons);
  mark(panel, 'hidden', reasons.length === 0);
  const list = part(panel, 'list');
  if (list.dataset.said === JSON.stringify(reasons)) return;
  list.dataset.said = JSON.stringify(reasons);
  list.replaceChildren(...reasons.map(([cell, message]) => {
    const row = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.textContent = message;
    button.addEventListener('click', () => open(stepOfCell(cell, desk) ?? 'start', cell));
    row.append(button);
    return row;
  }));
}

/** Where the thing that closing waits for is put right. */
export function leadTo(waiting, desk, open) {
  const steps = { choice: 'savings', amounts: 'savings', roll: 'roll', count: 'count', reason: 'count' };
  const cells = { reason: 'reason' };
  const cell = cells[waiting] ?? Object.keys(desk.cells).find((key) => (waiting === 'choice' ? desk.cells[key].o
    : waiting === 'amounts' && String(desk.cells[key].v).startsWith('?')));
  open(cell ? stepOfCell(cell, desk) ?? steps[waiting] : steps[waiting], cell);
}

/** The step on which a cell is written. */
export function stepOfCell(cell, desk) {
  const [head, id] = cell.split('.');
  const steps = {
    roll: 'roll', by: 'roll', fine: 'roll', name: 'roll', social: 'social', savings: 'savings', invest: 'invest',
    back: 'repayments', interest: 'repayments', back_tender: 'repayments', count: 'count', counted: 'count',
    reason: 'count', date: 'start', lying: 'start', other_day: 'start', note: 'others', decisions: 'others', news: 'invest', witness: 'close',
  };
  if (head !== 'line') return steps[head];
  return ['loan', 'social_grant', 'withdrawal', 'payout'].includes(text(desk.cells, `line.${id}.kind`)) ? 'loans' : 'others';
}

/** Bring the row of a cell into view. */
export function showCell(cell) {
  const field = cell && (document.querySelector(`[data-cell="${cell}"]`) ?? document.querySelector(`[data-member="${cell.split('.')[1]}"] .state`));
  if (field) goTo(field);
}
