// Photos chosen while a month is filled in: they wait on the phone and go once the report is sent, from the page
// of the month. Without this file photos are added after sending.

import { smallPicture } from "./small.js";
import { put, take, waiting } from "./shelf.js";

const place = document.querySelector("[data-choose]");
const field = place && place.querySelector("input[type=file]");
const list = place && place.querySelector("ul");

function row(sentence, name) {
  const item = document.createElement("li");
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  words.textContent = sentence.replace("{name}", name);
  item.append(words);
  list.append(item);
  return { item, words };
}

function show(one) {
  const { item, words } = row(place.dataset.kept, one.name);
  const away = document.createElement("button");
  away.type = "button";
  away.className = "button outlined";
  away.textContent = place.dataset.away;
  words.id = `photo-${one.id}`;
  away.setAttribute("aria-describedby", words.id);
  away.addEventListener("click", () => take(one.id).then(() => item.remove()));
  item.append(away);
}

async function keep(file) {
  const blob = await smallPicture(file);
  if (!blob) {
    row(place.dataset.noPhoto, file.name).item.classList.add("photo-refused");
    return;
  }
  const { who, address } = place.dataset;
  try {
    show(await put({ who, address, report: "", what: "photo", name: file.name, blob }));
  } catch {
    row(place.dataset.full, file.name).item.classList.add("photo-refused");
  }
}

async function keepAll() {
  const chosen = [...field.files];
  field.value = "";
  for (const refused of list.querySelectorAll(".photo-refused")) refused.remove();
  for (const file of chosen) await keep(file);
}

if (place && window.indexedDB) {
  field.multiple = true;
  field.accept = "image/*";
  place.dataset.address = new URL(place.dataset.address, location.href).href;
  waiting(place.dataset.who, place.dataset.address).then((all) => {
    all.forEach(show);
    place.hidden = false;
  }).catch(() => undefined);
  field.addEventListener("change", keepAll);
}
