"""Whether a page holds on a screen: nothing wider than the window, no text cut, none too small to read."""

from __future__ import annotations

from playwright.sync_api import Page

FAULTS = r"""
() => {
  const root = document.documentElement, found = [];
  const once = work => {
    const known = new Map();
    return part => known.has(part) ? known.get(part) : known.set(part, work(part)).get(part);
  };
  const clipped = once(part => part !== null && (getComputedStyle(part).clipPath !== 'none'
    || part.matches('.skip, option') || clipped(part.parentElement)));
  const hidden = once(part => clipped(part)
    || !part.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}));
  const room = once(part => {
    if (!part || part === document.body)
      return {left: 0, right: root.clientWidth, top: -Infinity, bottom: Infinity};
    const box = {...room(part.parentElement)};
    const style = getComputedStyle(part), edge = part.getBoundingClientRect();
    if (style.overflowX !== 'visible')
      Object.assign(box, {left: Math.max(box.left, edge.left), right: Math.min(box.right, edge.right)});
    if (['hidden', 'clip'].includes(style.overflowY))
      Object.assign(box, {top: Math.max(box.top, edge.top), bottom: Math.min(box.bottom, edge.bottom)});
    return box;
  });
  const cut = (edge, box) => edge.width > 0 && (edge.left < box.left - 1 || edge.right > box.right + 1
    || edge.top < box.top - 1 || edge.bottom > box.bottom + 1);
  if (root.scrollWidth > root.clientWidth) found.push(`wide: ${root.scrollWidth} > ${root.clientWidth}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, owner = text.parentElement, words = text.data.trim().slice(0, 40);
    if (!words || hidden(owner)) continue;
    const range = document.createRange(), box = room(owner);
    range.selectNodeContents(text);
    if ([...range.getClientRects()].some(edge => cut(edge, box))) found.push(`cut: ${words}`);
    const size = parseFloat(getComputedStyle(owner).fontSize);
    if (size < 15.99) found.push(`small: ${words} ${size}`);
  }
  const heading = [...document.querySelectorAll('.page-head')].map(part => part.innerText).join(' ');
  for (const field of document.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio])'))
    if (!hidden(field) && field.scrollWidth > field.clientWidth + 1
        && !(field.type === 'text' && field.value && heading.includes(field.value)))
      found.push(`cut: field ${field.name} ${field.value}`);
  return [...new Set(found)];
}
"""
"""What a person with a ruler would find; folded parts are laid open before. A field may be too small for a
long text that stands in full at the head of the page."""

OPEN = "document.querySelectorAll('details').forEach(part => { part.open = true })"
LARGER = "size => { document.documentElement.style.fontSize = size }"
SCREENS = ((320, "100%"), (320, "200%"), (360, "100%"), (768, "200%"), (1280, "100%"))
"""Width in pixels and size of letters: an old phone, with small and large letters; the usual phone; where
two columns begin, with large ones; a laptop. What holds on these holds between them."""
ENDS = ((320, "200%"), (1280, "100%"))
"""The narrowest and the widest of them."""


def faults(page: Page, screens: tuple[tuple[int, str], ...] = SCREENS) -> list[str]:
    """What is cut, too wide or too small, at these widths and sizes of letters."""
    page.evaluate(OPEN)
    found = []
    for width, size in screens:
        page.evaluate(LARGER, size)
        page.set_viewport_size({"width": width, "height": 740})
        found += [f"{width} px, {size}: {fault}" for fault in page.evaluate(FAULTS)]
    return found
