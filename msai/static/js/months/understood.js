// Says at once what a number in a unit of the place comes to ("3 maund = 112 kg"), under the boxes of its batch. The
// server does the reckoning with the enterprise's own factor; without this file the check page says the same.

const PAUSE_MS = 300;

function listen(place) {
  const section = place.closest("section");
  const field = (name) => section.querySelector(`[name="${place.dataset.of}_${name}"]`);
  const unit = field("unit");
  let last = null;
  let timer = 0;
  let round = 0;

  async function ask() {
    const mine = ++round;
    const wanted = new URLSearchParams({ quantity: last.value, unit: unit.value });
    const answer = await fetch(`${place.dataset.understood}?${wanted}`, { credentials: "same-origin" });
    if (answer.ok && mine === round) place.textContent = await answer.text();
  }

  section.addEventListener("input", (event) => {
    const boxes = ["start", "added", "died", "sold", "eaten", "left"].map(field);
    if (boxes.includes(event.target)) last = event.target;
    else if (event.target !== unit) return;
    last = last || boxes.find((box) => box.value);
    clearTimeout(timer);
    if (last) timer = setTimeout(() => ask().catch(() => undefined), PAUSE_MS);
  });
}

for (const place of document.querySelectorAll("[data-understood]")) listen(place);
