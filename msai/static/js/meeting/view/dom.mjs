// Small parts of a page: copies of what the template drew once, and words put into them.

const SPRITE = document.querySelector('#meeting')?.dataset.sprite ?? '';

/** A fresh copy of a part that stands in the page as a template. */
export function stamped(name) {
  return document.querySelector(`#part-${name}`).content.firstElementChild.cloneNode(true);
}

/** The inner part of an element that goes by a name. */
export function part(element, name) {
  return element.querySelector(`[data-part="${name}"]`);
}

/** Put words or nodes into an element, if they differ from what stands there. */
export function put(element, ...words) {
  const holder = document.createElement('i');
  holder.append(...words);
  if (holder.innerHTML !== element.innerHTML) element.replaceChildren(...holder.childNodes);
}

/** Change the icon of an element that has one. */
export function setIcon(element, name) {
  element.querySelector('use').setAttribute('href', `${SPRITE}#${name}`);
}

/** Set or take away an attribute. */
export function mark(element, attribute, value) {
  if (value === null || value === false) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value === true ? '' : value);
}

/** Focus a part of the page and bring it into view. */
export function goTo(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
}

const STOPS = 'input:not([type=hidden]), select, textarea, button:not([tabindex="-1"])';

/** Go on from a field to the next field of its step; from the last one to the button that leads on. */
export function goOn(field) {
  const fields = [...field.closest('.step').querySelectorAll('[data-stop]')].filter((one) => one.checkVisibility());
  const next = fields[fields.indexOf(field) + 1] ?? document.querySelector('#next');
  goTo(next.matches(STOPS) ? next : document.querySelector('#next'));
}
