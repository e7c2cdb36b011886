// Holding a meeting: the page with all its steps becomes a sheet that is written step by step and saved as it grows.

import { Desk } from './desk.mjs';
import { hintOf } from './hints.mjs';
import { difference, waitsFor } from './sheet.mjs';
import { Keeper, serverDraft } from './storage.mjs';
import { makeBar, makeStatus, makeSteps } from './view/frame.mjs';
import { countAgain, leadTo, makeCount, makeLines, makeStart, makeSummary, showCell } from './view/matters.mjs';
import { goTo, part } from './view/parts.mjs';
import { makeApproved, makeRepayments } from './view/owed.mjs';
import { makeBrought, makeRoll } from './view/people.mjs';
import { Words } from './words.mjs';

const MAKERS = {
  start: [makeStart], roll: [makeRoll], social: [makeBrought], savings: [makeBrought], repayments: [makeRepayments],
  loans: [makeApproved, makeLines], invest: [makeBrought, makeLines], others: [makeLines], count: [makeCount], close: [makeSummary],
};

/** The steps, which of them is open, and how one comes to another. */
class Screen {
  constructor(root) {
    this.sections = new Map([...root.querySelectorAll('.step')].map((section) => [section.dataset.step, section]));
    this.steps = [...this.sections.keys()];
    this.step = this.steps[0];
    this.visited = new Set();
    this.views = {};
    this.isClosing = false;
    this.heard = () => {};
  }

  title(step) {
    return this.sections.get(step).dataset.title;
  }

  after() {
    return this.steps[this.steps.indexOf(this.step) + 1];
  }

  before() {
    return this.steps[this.steps.indexOf(this.step) - 1];
  }

  /** Open a step; the focus goes to its name, or to the cell one came for. */
  open(step, cell = null) {
    this.visited.add(this.step);
    this.step = step;
    this.show();
    this.heard();
    window.scrollTo(0, 0);
    if (cell) showCell(cell);
    else document.querySelector('#step-title').focus({ preventScroll: true });
  }

  show() {
    for (const [name, section] of this.sections) section.hidden = name !== this.step;
  }

  view() {
    return this.views[this.step];
  }
}

function begin(root) {
  const { model, draft, device } = JSON.parse(root.dataset.opened);
  const words = new Words({ ...JSON.parse(root.dataset.words), habits: model.habits, currency: model.sign, places: model.places });
  const desk = new Desk({ model, cells: draft?.state?.cells ?? {}, who: model.who });
  const screen = new Screen(root);
  const status = makeStatus(words, document.querySelector('#status'));
  const keeper = keep({ desk, screen, status, root, draft, device });
  build({ desk, words, screen, root });
  const shown = showing({ desk, words, screen });
  resume({ screen, draft, status });
  desk.listen((kind) => { if (kind === 'written' || kind === 'undone') keeper.changed(); shown(); });
  screen.heard = () => { keeper.changed(); shown(); };
  lead({ desk, words, screen, status, keeper, root });
  screen.show();
  shown();
  root.dataset.ready = 'yes';
}

function build({ desk, words, screen, root }) {
  const open = (step, cell) => screen.open(step, cell);
  for (const step of screen.steps) {
    const views = MAKERS[step].map((make) => make(desk, words, screen.sections.get(step), open));
    screen.views[step] = {
      update: () => views.forEach((view) => view.update()),
      ask: () => views.map((view) => view.ask?.()).find(Boolean),
    };
  }
  root.hidden = false;
}

function showing({ desk, words, screen }) {
  const bar = makeBar(desk, words, { bar: document.querySelector('#bar'), screen });
  const strip = makeSteps(desk, words, { strip: document.querySelector('#strip'), screen });
  return () => { screen.view().update(); bar.update(); strip.update(); };
}

function keep({ desk, screen, status, root, draft, device }) {
  const place = serverDraft({ address: root.dataset.draft, version: draft?.version ?? 0, device });
  const read = () => ({
    v: 1, date: desk.cells.date?.v ?? desk.model.held_on, step: screen.step, visited: [...screen.visited], cells: desk.cells,
  });
  const keeper = new Keeper({
    place, read,
    tell: (said) => { if (said.kind === 'saved') desk.saved(keeper.kept.cells); status(said); },
    settle: (other) => desk.take(other.state?.cells ?? {}),
  });
  addEventListener('pagehide', () => keeper.farewell());
  addEventListener('focus', () => keeper.flush());
  addEventListener('online', () => keeper.flush());
  return keeper;
}

function resume({ screen, draft, status }) {
  if (!draft?.state) return status({ kind: 'ready' });
  screen.visited = new Set(draft.state.visited ?? []);
  if (screen.steps.includes(draft.state.step)) screen.step = draft.state.step;
  return status({ kind: 'saved', at: draft.saved_at });
}

function lead({ desk, words, screen, status, keeper, root }) {
  const bar = document.querySelector('#bar');
  part(bar, 'back').addEventListener('click', () => screen.open(screen.before()));
  part(bar, 'next').addEventListener('click', () => {
    const asked = screen.view().ask();
    if (asked) return goTo(asked);
    if (screen.after()) return screen.open(screen.after());
    const waiting = waitsFor(desk.model, desk.cells);
    if (waiting) return leadTo(waiting, desk, (step, cell) => screen.open(step, cell));
    return close({ desk, words, screen, status, keeper, root });
  });
  part(bar, 'again').addEventListener('click', () => {
    const hint = hintOf(difference(desk.model, desk.cells), desk.model, desk.cells);
    countAgain(screen.sections.get('count'), hint?.face);
  });
  part(bar, 'explain').addEventListener('click', () => showCell('reason'));
}

/** What closes a meeting is fetched when it is closed, which takes the network anyway: a phone begins the sooner. */
async function close(parts) {
  const closing = await import('./closing.mjs').catch(() => null);
  return closing ? closing.closeSheet(parts) : parts.status({ kind: 'not_closed' });
}

begin(document.querySelector('#meeting'));
