// Closing the meeting: the whole sheet is sent once; a receipt leads on, and reasons are shown at their rows.

import { lines, members, request, written } from './sheet.mjs';

/** Send the sheet. The same sheet sent again is the same meeting, so trying again is safe. */
export async function closeSheet({ desk, words, screen, status, keeper, root, send = fetch.bind(globalThis) }) {
  if (screen.isClosing) return;
  screen.isClosing = true;
  desk.tell('shown');
  status({ kind: 'saving' });
  await keeper.flush();
  const sent = lines(desk.model, desk.cells);
  const places = placesOf(desk.model, desk.cells);
  try {
    const answer = await send(root.dataset.sheet, {
      method: 'PUT', body: JSON.stringify(request(desk.model, desk.cells)), credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'meeting' },
    });
    await heed(answer, { desk, words, screen, status, root, sent, places });
  } catch {
    // No answer came; nothing is lost, and the button tries the same sheet again.
    status({ kind: 'not_closed' });
  }
  screen.isClosing = false;
  desk.tell('shown');
}

async function heed(answer, { desk, status, root, sent, places }) {
  if (answer.status === 200) return location.assign(root.dataset.record);
  if (answer.status === 401) return status({ kind: 'signed_out' });
  if (answer.status >= 500) return status({ kind: 'not_closed' });
  const said = await answer.json();
  if (answer.status === 409) return status({ kind: 'closed' });
  const reasons = said.reasons ?? [{ path: said.path ?? '', message: said.message }];
  desk.hold(Object.fromEntries(reasons.map((reason) => [cellOf(reason.path, sent, places), reason.message])));
  return status({ kind: 'held' });
}

/** The cell that a place on the sheet was written in: `lines.3.amount` is the fourth line's, and `places` holds the cells of other lists. */
export function cellOf(path, sent, places = {}) {
  const [head, id, field] = path.split('.');
  if (head === 'lines') return sent[Number(id)]?.cell ?? 'lines';
  if (places[head]) return places[head][Number(id)] ?? head;
  if (head === 'cash_count') return `count.${path.slice('cash_count.'.length)}`;
  const heads = {
    attendance: `roll.${id}`, represented_by: `roll.${id}`, cash_counted: 'counted', difference_reason: 'reason', opening: 'lying', date: 'date',
  };
  return heads[head] ?? (field ? `${head}.${id}` : head || 'lines');
}

/** Of each list on the sheet, the cells its entries were written in: who joins, what was noted and decided. */
export function placesOf(model, cells) {
  const each = (key) => written(cells, key).map(() => key);
  return {
    new_members: members(model, cells).filter(({ key }) => key).map(({ key }) => key),
    notes: [...each('news'), ...each('note')], decisions: each('decisions'),
  };
}
