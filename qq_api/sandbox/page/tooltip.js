/** One tooltip for the whole page, in Minecraft's manner: beside the pointer, or below what has the focus. */

import { part } from "./dom.js";

const GAP = 12;

const box = part("tooltip");
const contents = new WeakMap();
let owner = null;

/**
 * Shows something while an element is pointed at or has the focus.
 * @param {HTMLElement} node
 * @param {() => Node} content makes what is shown, at the time it is shown
 */
export function attachTooltip(node, content) {
  contents.set(node, content);
  node.dataset.tooltip = "";
}

/** Starts listening; once for the page. */
export function watchTooltips() {
  document.addEventListener("pointerover", ({ target, clientX, clientY }) => show(target, clientX, clientY));
  document.addEventListener("pointermove", ({ clientX, clientY }) => owner && place(clientX, clientY));
  document.addEventListener("focusin", ({ target }) => showBelow(target));
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hideStray, { capture: true, passive: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}

function showBelow(target) {
  const { left, bottom } = target.getBoundingClientRect();
  if (target.matches(":focus-visible")) show(target, left, bottom + GAP);
}

function show(target, x, y) {
  const node = target.closest?.("[data-tooltip]") ?? null;
  if (node === null) return hide();
  if (node !== owner) fill(node);
  place(x, y);
}

function fill(node) {
  hide();
  owner = node;
  owner.setAttribute("aria-describedby", box.id);
  box.replaceChildren(contents.get(node)());
  box.hidden = false;
}

// a row that scrolled away from under the pointer takes its tooltip along
function hideStray() {
  if (owner !== null && !owner.matches(":hover, :focus-visible")) hide();
}

function hide() {
  owner?.removeAttribute("aria-describedby");
  owner = null;
  box.hidden = true;
}

function place(x, y) {
  const { width, height } = box.getBoundingClientRect();
  const left = x + GAP + width > innerWidth ? x - GAP - width : x + GAP;
  box.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
  box.style.top = `${Math.max(4, Math.min(y - GAP, innerHeight - height - 4))}px`;
}
