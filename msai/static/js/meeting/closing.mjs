// Closing the meeting: the whole sheet is sent once; a receipt leads on, and reasons are shown at their rows.

import { lines, request } from './sheet.mjs';

/** Send the sheet. The same sheet sent again is the same meeting, so trying again is safe. */
export async function closeSheet({ desk, words, screen, status, keeper, root, send = fetch.bind(globalThis) }) {
  if (screen.isClosing) return;
  screen.isClosing = true;
  desk.tell('shown');
  status({ kind: 'saving' });
  await keeper.flush();
  const sent = lines(desk.model, desk.cells);
  try {
    const answer = await send(root.dataset.sheet, {
      method: 'PUT', body: JSON.stringify(request(desk.model, desk.cells)), credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'meeting' },
    });
    await heed(answer, { desk, words, screen, status, root, sent });
  } catch {
    // No answer came; nothing is lost, and the button tries the same sheet again.
    status({ kind: 'not_closed' });
  }
  screen.isClosing = false;
  desk.tell('shown');
}

async function heed(answer, { desk, status, root, sent }) {
  if (answer.status === 200) return location.assign(root.dataset.record);
  if (answer.status === 401) return status({ kind: 'signed_out' });
  if (answer.status >= 500) return status({ kind: 'not_closed' });
  const said = await answer.json();
  if (answer.status === 409) return status({ kind: 'closed' });
  const reasons = said.reasons ?? [{ path: said.path ?? '', message: said.message }];
  desk.hold(Object.fromEntries(reasons.map((reason) => [cellOf(reason.path, sent), reason.message])));
  return status({ kind: 'held' });
}

/** The cell that a place on the sheet was written in: `lines.3.amount` is the fourth line's. */
export function cellOf(path, sent) {
  const [head, id, field] = path.split('.');
  if (head === 'lines') return sent[Number(id)]?.cell ?? 'lines';
  const heads = { attendance: `roll.${id}`, cash_counted: 'counted', difference_reason: 'reason', opening: 'lying', date: 'date' };
  return heads[head] ?? (field ? `${head}.${id}` : head || 'lines');
}
