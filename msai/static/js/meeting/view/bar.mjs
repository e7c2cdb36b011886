// The fixed bar: expected, counted, difference; back and next; what to do about a difference; undo.

import { hintOf } from '../hints.mjs';
import { counted, difference, inTheBox, members, stepTotal, text, waitsFor } from '../sheet.mjs';
import { UNDO_MS } from '../desk.mjs';
import { mark, part, put } from './dom.mjs';

const OF_MONEY = ['social', 'savings', 'repayments', 'loans', 'invest', 'others'];
const WAITING = {
  choice: 'waits_choice', amounts: 'waits_amounts', roll: 'waits_roll', count: 'waits_count', reason: 'waits_reason',
};

/** The bar under every step; `screen` knows the step of the moment and its neighbours. */
export function makeBar(desk, words, { bar, screen }) {
  makeUndo(desk, bar);
  const update = () => {
    drawTotals(desk, words, { bar, screen });
    drawNext(desk, words, { bar, screen });
    drawPanel(desk, words, { bar, screen });
  };
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--bar-height', `${bar.offsetHeight}px`);
  }).observe(bar);
  return { update };
}

function drawTotals(desk, words, { bar, screen }) {
  const { model, cells } = desk;
  const found = counted(model, cells);
  const apart = difference(model, cells);
  const box = inTheBox(model, cells);
  put(part(bar, 'expected'), box === null ? '\u2013' : words.figure(box));
  put(part(bar, 'counted'), found === null ? words.say('not_yet') : words.figure(found));
  part(bar, 'counted').classList.toggle('unknown', found === null);
  const isStep = OF_MONEY.includes(screen.step) && found === null;
  put(part(bar, 'third-label'), isStep ? screen.title(screen.step) : words.say('difference'));
  const third = part(bar, 'third');
  put(third, isStep ? words.figure(stepTotal(model, cells, screen.step))
    : apart === null ? words.say('not_yet') : apart ? words.figure(apart) : words.say('none'));
  third.classList.toggle('differs', !isStep && Boolean(apart));
  third.classList.toggle('agrees', !isStep && apart === 0n);
  third.classList.toggle('unknown', !isStep && apart === null);
}

function drawNext(desk, words, { bar, screen }) {
  const next = part(bar, 'next');
  const following = screen.after();
  const waiting = following ? null : waitsFor(desk.model, desk.cells);
  put(part(next, 'word'), following ? words.say('next', { step: screen.title(following) })
    : screen.isClosing ? words.say('closing') : waiting ? words.say(WAITING[waiting]) : words.say('close_meeting'));
  next.classList.toggle('not-yet', Boolean(waiting) || screen.isClosing);
  mark(next, 'aria-disabled', waiting || screen.isClosing ? 'true' : null);
  mark(part(next, 'arrow'), 'hidden', !following);
  mark(part(next, 'lock'), 'hidden', Boolean(following));
  mark(part(bar, 'back'), 'hidden', !screen.before());
}

function drawPanel(desk, words, { bar, screen }) {
  const panel = part(bar, 'panel');
  const apart = difference(desk.model, desk.cells);
  const isOpen = screen.step === 'count' && Boolean(apart);
  const isExplained = Boolean(text(desk.cells, 'reason').trim());
  mark(panel, 'hidden', !isOpen);
  mark(part(bar, 'lead'), 'hidden', isOpen && !isExplained);
  if (!isOpen) return;
  const amount = words.money(apart < 0n ? -apart : apart);
  put(part(panel, 'words'), words.say(apart < 0n ? 'less' : 'more', { amount }));
  put(part(panel, 'hint'), isExplained ? words.say('reason_is', { reason: text(desk.cells, 'reason').trim() }) : hintWords(desk, words, apart));
  mark(part(panel, 'acts'), 'hidden', isExplained);
}

function hintWords(desk, words, apart) {
  const hint = hintOf(apart, desk.model, desk.cells);
  if (!hint) return words.say('hint_none');
  const who = members(desk.model, desk.cells).find((member) => member.number === hint.member)?.name;
  if (hint.kind === 'share') return hint.face ? words.say('hint_share_piece', { face: hint.face }) : words.say('hint_share');
  if (hint.kind === 'piece') return words.say('hint_piece', { face: hint.face });
  const name = who ? 'hint_'.concat(hint.kind) : 'hint_'.concat(hint.kind, '_other');
  return words.say(name, { name: who ?? '' });
}

// Ten seconds to take the last change back, and as long as somebody is on it.
function makeUndo(desk, bar) {
  const strip = part(bar, 'undo');
  let timer = null;
  const isHeld = () => strip.matches(':hover') || strip.contains(document.activeElement);
  const leave = () => { if (isHeld()) timer = setTimeout(leave, 1000); else { strip.hidden = true; desk.done = null; } };
  part(strip, 'act').addEventListener('click', () => desk.undo());
  desk.listen((kind) => {
    if (kind === 'shown' || kind === 'taken') return;
    clearTimeout(timer);
    const last = desk.done;
    strip.hidden = !last?.said;
    if (!last?.said) return;
    put(part(strip, 'words'), last.said.cloneNode(true));
    timer = setTimeout(leave, UNDO_MS);
  });
}
