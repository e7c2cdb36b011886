// The table at which the sheet is written: the cells of the moment, who listens, and what can be undone.
//
// Every change of every view goes through here, so that each is stamped, saved, shown and can be taken back.

import { changed, filling, inverse, merged, restored } from './cells.mjs';

export const UNDO_MS = 10_000;

export class Desk {
  constructor({ model, cells, who, clock = () => Date.now() }) {
    Object.assign(this, { model, cells, who, clock });
    this.base = cells;
    this.reasons = {};
    this.listeners = [];
    this.done = null;
  }

  /** Let a function hear of every change; `kind` is 'written', 'undone', 'taken' or 'shown'. */
  listen(heard) {
    this.listeners.push(heard);
  }

  /** Write values into cells; `said` are the words of the undo bar. */
  write(patch, said = null) {
    const keys = Object.keys(patch).filter((key) => (this.cells[key]?.v ?? null) !== patch[key] || this.cells[key]?.o);
    if (!keys.length) return;
    this.remember(keys, said);
    this.cells = changed(this.cells, patch, { t: this.clock(), w: this.who });
    for (const key of keys) delete this.reasons[key];
    this.tell('written');
  }

  /** Write one value wherever nothing was typed by hand: "same for all". */
  fill(keys, value, said) {
    const patch = filling(this.cells, keys, value);
    this.remember(Object.keys(patch), said);
    this.cells = changed(this.cells, patch, { t: this.clock(), w: this.who, f: 1 });
    this.tell('written');
  }

  /** Take the last change back. */
  undo() {
    if (!this.done) return;
    this.cells = restored(this.cells, this.done.kept);
    this.done = null;
    this.tell('undone');
  }

  /** The words of the change that can still be taken back. */
  undoable() {
    return this.done && this.clock() - this.done.at < UNDO_MS ? this.done : null;
  }

  /** Let the last change stand: nothing offers to undo it any more. */
  forget() {
    this.done = null;
    this.tell('shown');
  }

  /** The cells are saved as they are: another phone's changes are told from here on. */
  saved(cells) {
    this.base = cells;
  }

  /** Take up what another phone saved in between. */
  take(theirs) {
    this.cells = merged(this.base, this.cells, theirs);
    this.base = theirs;
    // What came in between is not to be undone with a change that was made before it.
    this.done = null;
    this.tell('taken');
  }

  /** Choose one of two phones' values. */
  choose(key, value) {
    const { o: _gone, ...cell } = this.cells[key];
    this.cells = { ...this.cells, [key]: { ...cell, v: value, t: this.clock(), w: this.who } };
    if (value === '') delete this.cells[key];
    this.tell('written');
  }

  /** Show what keeps a sheet from being closed, each reason at its cell. */
  hold(reasons) {
    this.reasons = reasons;
    this.tell('shown');
  }

  tell(kind) {
    for (const heard of this.listeners) heard(kind);
  }

  // Pressing plus four times, or typing four digits, is one change to take back.
  remember(keys, said) {
    const goesOn = this.done && this.undoable() && keys.length === 1 && this.done.kept[keys[0]] !== undefined
      && Object.keys(this.done.kept).length === 1;
    const kept = goesOn ? this.done.kept : inverse(this.cells, keys);
    this.done = { kept, said: goesOn ? this.done.said : said, at: this.clock() };
  }
}
