/** What opens over the page beside something, one at a time: menus and pickers. */

const GAP = 6;

let shown = null;

/**
 * Opens an element beside another; Escape, a click elsewhere, or opening another closes it.
 * @param {HTMLElement} node
 * @param {{left: number, top: number, bottom: number}} beside
 * @param {() => void} closed
 */
export function openPopup(node, beside, closed = () => {}) {
  closePopup();
  const before = document.activeElement;
  node.classList.add("popup");
  (document.querySelector("dialog[open]") ?? document.body).append(node);
  shown = { node, before, closed };
  place(node, beside);
}

/** Closes what is open, and gives the focus back to where it was. */
export function closePopup() {
  if (shown === null) return;
  const { node, before, closed } = shown;
  const focused = node.contains(document.activeElement);
  shown = null;
  node.remove();
  if (focused && before?.isConnected) before.focus();
  closed();
}

/** Whether anything is open. */
export function popupIsOpen() {
  return shown !== null;
}

/** Starts listening; once for the page. */
export function watchPopups() {
  addEventListener("pointerdown", ({ target }) => shown?.node.contains(target) || closePopup(), true);
  addEventListener("keydown", onKey, true);
  addEventListener("blur", closePopup);
  addEventListener("resize", closePopup);
}

function onKey(event) {
  if (shown === null || event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  closePopup();
}

function place(node, { left, top, bottom }) {
  const { width, height } = node.getBoundingClientRect();
  const below = bottom + GAP + height <= innerHeight || top - GAP - height < 0;
  node.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  node.style.top = `${below ? Math.max(GAP, Math.min(bottom + GAP, innerHeight - height - GAP)) : top - GAP - height}px`;
}
