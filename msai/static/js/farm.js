// Says at once what a quantity was understood as ("3 maund = 112 kg"). The server does the reckoning; without
// this file the same is said once the event is recorded.

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
