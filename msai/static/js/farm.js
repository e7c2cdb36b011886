// Says at once what a quantity was understood as ("3 maund = 112 kg"). The server does the reckoning; without
// this file the same is said once the event is recorded. Photos are made small before they are sent, and one
// button takes the photo and records the line with it.

import { smallPicture } from "./months/small.js";

const form = document.querySelector("form[data-understood]");
const place = document.querySelector("#understood");
const PAUSE_MS = 300;
let timer = 0;
let round = 0;

async function ask() {
  const mine = ++round;
  const typed = new FormData(form);
  const wanted = new URLSearchParams();
  for (const name of ["quantity", "unit", "on"]) wanted.set(name, typed.get(name) || "");
  const answer = await fetch(`${form.dataset.understood}?${wanted}`, { credentials: "same-origin" });
  if (answer.ok && mine === round) place.textContent = await answer.text();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => ask().catch(() => undefined), PAUSE_MS);
}

if (form && place) {
  form.addEventListener("input", (event) => {
    if (["quantity", "unit", "on"].includes(event.target.name)) later();
  });
}

const proof = document.querySelector("#proof");
const snap = document.querySelector("[data-snap]");
let isSnap = false;

// What cannot be made small goes as it is, and the server says what it thinks of it.
async function shrink() {
  const [file] = proof.files;
  const blob = file && await smallPicture(file);
  if (blob) {
    const carrier = new DataTransfer();
    carrier.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
    proof.files = carrier.files;
  }
  if (file && isSnap) form.requestSubmit();
}

if (form && proof && snap) {
  snap.hidden = false;
  snap.addEventListener("click", () => {
    isSnap = true;
    proof.click();
  });
  proof.addEventListener("cancel", () => { isSnap = false; });
  proof.addEventListener("change", shrink);
}
