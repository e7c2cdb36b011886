// What is written on the sheet so far: one cell for each thing a person can say, with when and by whom.
//
// A flat table is all that autosave, undo and two phones need: a change is a few cells, taking it back puts
// the few cells back, and two sheets are laid one over the other cell by cell. Nothing here knows what a
// cell means; that is sheet.mjs.
//
// A cell is {v: value, t: milliseconds, w: who, f: 1 when it was filled in for all, o: the other phone's cell}.

/** The cells after a change: each value of `patch` takes its place, and null empties it. */
export function changed(cells, patch, stamp) {
  const after = { ...cells };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete after[key];
    else after[key] = { v: value, ...stamp };
  }
  return after;
}

/** What puts the cells back to what they were before a change, for `restored`. */
export function inverse(cells, keys) {
  return Object.fromEntries(keys.map((key) => [key, cells[key] ?? null]));
}

/** The cells with whole cells put back, as `inverse` kept them. */
export function restored(cells, kept) {
  const after = { ...cells };
  for (const [key, cell] of Object.entries(kept)) {
    if (cell === null) delete after[key];
    else after[key] = cell;
  }
  return after;
}

/** What "same for all" writes: the value wherever nothing was typed by hand. */
export function filling(cells, keys, value) {
  const open = keys.filter((key) => !cells[key] || cells[key].f);
  return Object.fromEntries(open.map((key) => [key, value]));
}

/** The keys that were filled in for all and not touched since. */
export function filled(cells, prefix) {
  return Object.keys(cells).filter((key) => key.startsWith(prefix) && cells[key].f);
}

/**
 * Lay two phones' cells over each other, from the cells both began with.
 *
 * What only one of them changed is taken. What both changed to different values keeps this phone's value
 * with the other's beside it (`o`), and a person chooses.
 */
export function merged(base, mine, theirs) {
  const after = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const cell = mergedCell(base[key], mine[key], theirs[key]);
    if (cell) after[key] = cell;
  }
  return after;
}

function mergedCell(base, mine, theirs) {
  if (isSame(mine, theirs) || isSame(base, theirs)) return mine;
  if (isSame(base, mine)) return theirs;
  const { o: _gone, ...plain } = mine ?? { v: '', t: 0, w: '' };
  return { ...plain, o: theirs ? { v: theirs.v, t: theirs.t, w: theirs.w } : { v: '', t: 0, w: '' } };
}

function isSame(one, other) {
  return one?.v === other?.v && one?.o?.v === other?.o?.v;
}

/** The keys of cells that two phones filled in differently. */
export function conflicts(cells) {
  return Object.keys(cells).filter((key) => cells[key].o);
}
