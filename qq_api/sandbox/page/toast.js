/** A line that tells what was done or refused, and goes by itself. */

import { part } from "./dom.js";

const TIME = 6000;

const node = part("toast");
let timer = 0;

/** Shows a line; over an open dialog, too. */
export function toast(words) {
  (document.querySelector("dialog[open]:last-of-type") ?? document.body).append(node);
  node.textContent = words;
  node.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(hideToast, TIME);
}

/** Hides it. */
export function hideToast() {
  node.hidden = true;
  document.body.append(node);
}
