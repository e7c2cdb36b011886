// Photos and receipts of a report that was sent: each is sent by itself with a bar of its own. What could not be
// sent waits on the phone and goes when there is a signal again; so do photos that were chosen before the report
// was sent. Without this file the form sends one file as it is.

import { smallPicture } from "./small.js";
import { newId, put, take, waiting } from "./shelf.js";

const form = document.querySelector("form[data-photos]");
const line = document.querySelector(".status");
const sentLine = line && line.cloneNode(true);
const rows = new Map();
const sending = new Set();

function rowOf(one) {
  if (rows.has(one.id)) return rows.get(one.id);
  const row = document.createElement("li");
  const words = document.createElement("p");
  const progress = document.createElement("progress");
  words.setAttribute("role", "status");
  progress.max = 100;
  progress.value = 0;
  row.append(words, progress);
  document.querySelector("#photo-bars").append(row);
  const look = { row, progress, say: (sentence) => {
    words.textContent = sentence.replace("{name}", one.name);
    progress.setAttribute("aria-label", words.textContent);
    if (look.again) look.again.remove();
  } };
  rows.set(one.id, look);
  return look;
}

function post(one, onPart) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("report", one.report || form.elements.report.value);
    body.set("file_id", one.id);
    body.set("what", one.what);
    body.set("file", one.blob, "file");
    const request = new XMLHttpRequest();
    request.open("POST", one.address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => onPart(event.lengthComputable ? (100 * event.loaded) / event.total : 0);
    request.onload = () => resolve({ status: request.status, answer: request.response });
    request.onerror = () => reject(new Error("no signal"));
    request.send(body);
  });
}

// Only what the server says it has kept, or will not keep, leaves the phone; a page to sign in at is neither.
async function send(one) {
  if (sending.has(one.id)) return;
  sending.add(one.id);
  const look = rowOf(one);
  look.say(form.dataset.sending);
  try {
    const { status, answer } = await post(one, (part) => { look.progress.value = part; });
    const isKept = status === 200 && answer && answer.file;
    const isRefused = status === 422 && answer && answer.message;
    if (!isKept && !isRefused) throw new Error(String(status));
    await take(one.id).catch(() => undefined);
    look.progress.value = isKept ? 100 : 0;
    look.say(isKept ? form.dataset.done : answer.message);
  } catch {
    look.say(form.dataset.left);
    look.again = document.createElement("button");
    look.again.type = "button";
    look.again.className = "button outlined";
    look.again.textContent = form.dataset.again;
    look.again.addEventListener("click", () => send(one));
    look.row.append(look.again);
  } finally {
    sending.delete(one.id);
    await tell();
  }
}

// The line under the cover: how many photos still wait, in a whole sentence of the server's.
async function tell() {
  if (!line) return;
  const count = (await waiting(form.dataset.who, form.action).catch(() => [])).length;
  const sentences = JSON.parse(form.dataset.waiting);
  line.classList.toggle("status-waiting", count > 0);
  line.classList.toggle("status-sent", count === 0);
  line.replaceChildren(...[...sentLine.cloneNode(true).childNodes]);
  if (!count) return;
  const use = line.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#image-up"));
  line.querySelector("span").textContent = sentences[Math.min(count, sentences.length) - 1];
}

// A sound or a paper goes as it is, and the server says what it thinks of it.
async function choose(file, what) {
  const blob = (file.type.startsWith("image/") && await smallPicture(file)) || file;
  const one = { who: form.dataset.who, address: form.action, report: form.elements.report.value, what, name: file.name, blob };
  const kept = await put(one).catch(() => ({ id: newId(), ...one }));
  await send(kept);
}

async function chooseAll() {
  const { file, what } = form.elements;
  const [chosen, kind] = [[...file.files], what.value];
  file.value = "";
  for (const one of chosen) await choose(one, kind);
}

async function takeUp() {
  for (const one of await waiting(form.dataset.who, form.action).catch(() => [])) await send(one);
}

// From an amount without a receipt straight to the camera, and sent as soon as it is chosen.
function receiptFor(event) {
  event.preventDefault();
  form.elements.what.value = `receipt:${event.currentTarget.dataset.receipt}`;
  form.elements.file.addEventListener("change", chooseAll, { once: true });
  form.elements.file.click();
}

if (form && window.indexedDB) {
  form.elements.file.multiple = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    chooseAll();
  });
  for (const link of document.querySelectorAll("[data-receipt]")) link.addEventListener("click", receiptFor);
  tell().then(takeUp);
  addEventListener("online", takeUp);
}
