// Saves the form of a month while it is typed, so that a phone that goes out loses at most the last word.
// Each saving names the version it knows; where another one stands, nothing is overwritten and it is said.

const form = document.querySelector("form[data-draft]");
const line = document.querySelector(".status");
const place = line && line.querySelector("span");
const PAUSE_MS = 600;
const AGAIN_MS = 5000;
let timer = 0;
let sending = false;
let changed = false;
let button = null;

// The line under the cover: what is kept by the server, and what only stands here yet.
function say(sentence, icon, isKept) {
  const use = line.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
  line.classList.remove("status-ready");
  line.classList.toggle("status-sent", isKept);
  line.classList.toggle("status-waiting", !isKept);
  if (place.textContent !== sentence) place.textContent = sentence;
}

async function save() {
  if (sending) return;
  sending = true;
  changed = false;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (answer.status === 409) {
      say(form.dataset.moved, "circle-alert", false);
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    form.elements.version.value = String((await answer.json()).version);
    say(form.dataset.kept, "check-check", true);
  } catch {
    say(form.dataset.waits, "smartphone", false);
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
