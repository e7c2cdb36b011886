// Adds the opening paper up on the server while somebody types, so that she sees what is still to be
// explained. The server does all reckoning; without this file the button does the same.

const form = document.querySelector("#paper");
const live = document.querySelector("#sums-live");
const PAUSE_MS = 700;
let timer = 0;
let round = 0;

async function addUp() {
  const mine = ++round;
  const body = new FormData(form);
  body.delete("pasted");
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok || mine !== round) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sums = page.querySelector("#sums-table");
  if (sums) live.replaceChildren(document.adoptNode(sums));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => addUp().catch(() => undefined), PAUSE_MS);
}

if (form && live) {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "pasted" && event.target.name !== "column") later();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    round += 1;
  });
}
