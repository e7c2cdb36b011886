// The status line: one sentence, an icon, a colour; said aloud when the state changes, not at each key.

import { mark, part, put, setIcon } from './dom.mjs';
import { timeText } from './row.mjs';

const LOOKS = {
  ready: ['sent', 'cloud-check', 'ready'],
  saving: ['waiting', 'send', 'saving'],
  saved: ['sent', 'check-check', 'saved'],
  failed: ['refused', 'circle-alert', 'failed'],
  signed_out: ['refused', 'log-in', 'signed_out'],
  refused: ['refused', 'circle-alert', 'failed'],
  closed: ['sealed', 'lock', 'closed_elsewhere'],
  other: ['waiting', 'users', 'other_phone'],
  not_closed: ['refused', 'circle-alert', 'not_closed'],
  held: ['refused', 'circle-alert', 'held'],
};
const SPOKEN_MS = 5000;

/** Shows outcomes of saving and closing. */
export function makeStatus(words, line) {
  const spoken = document.querySelector('#spoken');
  let last = { kind: '', at: 0 };
  return (said) => {
    const [tone, icon, sentence] = LOOKS[said.kind];
    line.className = `status status-${tone}`;
    setIcon(line, icon);
    put(part(line, 'words'), words.say(sentence, { time: said.at ? timeText(said.at) : '' }));
    mark(part(line, 'sign-in'), 'hidden', said.kind !== 'signed_out');
    mark(part(line, 'record'), 'hidden', said.kind !== 'closed');
    const isNew = said.kind !== last.kind && !(said.kind === 'saving' || (said.kind === 'saved' && Date.now() - last.at < SPOKEN_MS));
    if (isNew) spoken.textContent = words.text(sentence, { time: said.at ? timeText(said.at) : '' });
    last = { kind: said.kind, at: isNew ? Date.now() : last.at };
  };
}
