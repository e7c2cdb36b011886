// Photos and receipts of a report: made small on the phone, each sent by itself with a bar of its own. What
// could not be sent waits on the phone and goes when there is a signal again. Without this file the form sends
// one file as it is.

const form = document.querySelector("form[data-photos]");
const MOST_BYTES = 500 * 1024;
const SIDES = [1600, 1200, 900, 640];
const QUALITIES = [0.8, 0.65, 0.5];
const STORE = "waiting";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function shelf(mode, act) {
  const opening = indexedDB.open("msai-photos", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
  const database = await asked(opening);
  try {
    return await asked(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function drawn(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

// A picture of at most 500 KB; what is no picture goes as it is, and the server says what it thinks of it.
async function shrunk(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file);
    for (const side of SIDES) {
      for (const quality of QUALITIES) {
        const blob = await drawn(picture, side, quality);
        if (blob && blob.size <= MOST_BYTES) return blob;
      }
    }
  } catch {
    return file;
  }
  return file;
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
  return bytes.join("");
}

function bar(one) {
  const row = document.createElement("li");
  const words = document.createElement("p");
  const progress = document.createElement("progress");
  words.setAttribute("role", "status");
  progress.max = 100;
  progress.value = 0;
  row.append(words, progress);
  document.querySelector("#photo-bars").append(row);
  const say = (sentence) => { words.textContent = sentence.replace("{name}", one.name); progress.setAttribute("aria-label", words.textContent); };
  return { row, progress, say };
}

function post(one, onPart) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("report", one.report);
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

async function send(one, look = bar(one)) {
  look.say(form.dataset.sending);
  try {
    const { status, answer } = await post(one, (part) => { look.progress.value = part; });
    if (status >= 500) throw new Error(String(status));
    await shelf("readwrite", (store) => store.delete(one.id)).catch(() => undefined);
    look.progress.value = status < 300 ? 100 : 0;
    look.say(status < 300 ? form.dataset.done : (answer && answer.message) || form.dataset.left);
  } catch {
    look.say(form.dataset.left);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button outlined";
    again.textContent = form.dataset.again;
    again.addEventListener("click", () => { again.remove(); send(one, look); });
    look.row.append(again);
  }
}

async function take(file) {
  const { report, what } = form.elements;
  const blob = await shrunk(file);
  const one = { id: newId(), address: form.action, report: report.value, what: what.value, name: file.name, blob };
  await shelf("readwrite", (store) => store.put(one)).catch(() => undefined);
  await send(one);
}

async function takeAll() {
  const { file } = form.elements;
  const chosen = [...file.files];
  file.value = "";
  for (const one of chosen) await take(one);
}

async function takeUp() {
  const all = await shelf("readonly", (store) => store.getAll()).catch(() => []);
  for (const one of all.filter((waiting) => waiting.address === form.action)) await send(one);
}

if (form && window.indexedDB) {
  form.elements.file.multiple = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    takeAll();
  });
  takeUp();
  addEventListener("online", takeUp);
}
