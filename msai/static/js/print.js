// The button that opens the browser's own print dialogue. Without JavaScript a sentence stands in its place.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
