// Saves the form of a month while it is typed, so that a phone that goes out loses at most the last word.
// Each saving names the version it knows; where another one stands, nothing is overwritten and it is said.

const form = document.querySelector("form[data-draft]");
const place = document.querySelector("#kept");
const PAUSE_MS = 600;
const AGAIN_MS = 5000;
let timer = 0;
let sending = false;
let changed = false;
let button = null;

async function save() {
  if (sending) return;
  sending = true;
  changed = false;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (answer.status === 409) {
      place.textContent = form.dataset.moved;
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    form.elements.version.value = String((await answer.json()).version);
    place.textContent = form.dataset.kept;
  } catch {
    place.textContent = form.dataset.waits;
    later(AGAIN_MS);
  } finally {
    sending = false;
    if (button) form.requestSubmit(button);
    else if (changed) later(PAUSE_MS);
  }
}

function later(pause) {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

if (form && place) {
  form.addEventListener("input", () => later(PAUSE_MS));
  // A form that is sent carries everything itself; a saving under way is waited for, as it counts the version up.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    changed = false;
    if (!sending) return;
    event.preventDefault();
    button = event.submitter;
  });
}
