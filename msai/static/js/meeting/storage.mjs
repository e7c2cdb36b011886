// Where the sheet is kept while it is written: a place with `save(state)`, and `version` of what stands there.
//
// A place answers what became of a saving and never throws: {kind: 'saved', at} | {kind: 'other', version,
// state, at, who} when another phone saved in between | {kind: 'closed'} | {kind: 'signed_out'} |
// {kind: 'refused'} | {kind: 'failed'} when it may be tried again. The keeper calls one saving after the
// other, at most one at a time, as long as there is something new.

const TOO_MUCH_FOR_A_FAREWELL = 60_000;

/** The draft on the server: what is typed on one phone is there for the next. */
export function serverDraft({ address, version, device, send = fetch.bind(globalThis) }) {
  const place = { version };
  place.save = async (state, { farewell = false } = {}) => {
    const body = JSON.stringify({ version: place.version, state, device });
    const keepalive = farewell && body.length < TOO_MUCH_FOR_A_FAREWELL;
    try {
      const answer = await send(address, {
        method: 'PUT', body, keepalive, credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'meeting' },
      });
      return await outcome(place, answer);
    } catch (problem) {
      return { kind: 'failed', problem };
    }
  };
  return place;
}

async function outcome(place, answer) {
  if (answer.status === 401) return { kind: 'signed_out' };
  if (answer.status >= 500) return { kind: 'failed' };
  const said = await answer.json();
  if (answer.status === 200) {
    place.version = said.version;
    return { kind: 'saved', at: said.saved_at };
  }
  if (answer.status === 409 && said.draft) {
    place.version = said.draft.version;
    return { kind: 'other', state: said.draft.state, at: said.draft.saved_at, who: said.draft.saved_by };
  }
  return { kind: answer.status === 409 ? 'closed' : 'refused', message: said.message };
}

/**
 * Keeps a changing state in a place, shortly after each change.
 *
 * `read` gives the state of the moment; `tell` hears {kind: 'saving'} and every outcome; `settle` is given
 * another phone's state, takes it up, and the merged state is saved next.
 */
export class Keeper {
  constructor({ place, read, tell, settle, wait = 200, patience = [2000, 5000, 15000] }) {
    Object.assign(this, { place, read, tell, settle, wait, patience });
    this.isDirty = false;
    this.isBusy = false;
    this.failures = 0;
  }

  /** Something changed: save it soon. */
  changed() {
    this.isDirty = true;
    this.tell({ kind: 'saving' });
    this.later(this.wait);
  }

  /** The page is going away: send what is not saved yet. */
  farewell() {
    if (this.isDirty) this.place.save(this.read(), { farewell: true });
  }

  /** Save now what is not saved yet; answers when nothing is left to save, or when it cannot be saved. */
  async flush() {
    clearTimeout(this.timer);
    while (this.isBusy) await new Promise((done) => { setTimeout(done, 20); });
    if (this.isDirty) await this.run();
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), milliseconds);
  }

  async run() {
    if (this.isBusy || !this.isDirty) return;
    this.isBusy = true;
    this.isDirty = false;
    const state = this.read();
    const said = await this.place.save(state);
    this.isBusy = false;
    this.heed(said, state);
  }

  heed(said, state) {
    const isDone = ['saved', 'closed', 'refused', 'signed_out'].includes(said.kind);
    this.failures = said.kind === 'failed' ? this.failures + 1 : 0;
    if (said.kind === 'other') this.settle(said);
    if (said.kind === 'saved') this.kept = state;
    // What was typed while this saving was under way is told as not saved yet.
    this.tell(said.kind === 'saved' && this.isDirty ? { kind: 'saving' } : said);
    if (said.kind !== 'saved' && said.kind !== 'closed') this.isDirty = true;
    if (!isDone) this.later(said.kind === 'other' ? 0 : this.patience[Math.min(this.failures, this.patience.length) - 1]);
    else if (said.kind === 'saved' && this.isDirty) this.later(this.wait);
  }
}
