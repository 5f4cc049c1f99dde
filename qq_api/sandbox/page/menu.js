/** Menus: a list of things to do, by mouse or arrow keys. */

import { make, makeButton } from "./dom.js";
import { closePopup, openPopup } from "./popup.js";
import { rove } from "./roving.js";

const TOGETHER = 700; // milliseconds within which letters make one word

let typed = "";
let typedAt = 0;

/**
 * Opens a menu.
 * @param {string} label what it is a menu of
 * @param {({label: string, act: () => void, key?: string, danger?: boolean}|null)[]} entries null for a line
 * @param {HTMLElement|{x: number, y: number}} where beside an element, or at a point
 */
export function openMenu(label, entries, where) {
  const menu = make("div", "menu", ...entries.map(nodeOf));
  menu.role = "menu";
  menu.ariaLabel = label;
  menu.dataset.testid = "menu";
  rove(menu, "[role=menuitem]");
  menu.addEventListener("keydown", onKey);
  openPopup(menu, boxOf(where));
  menu.querySelector("[role=menuitem]")?.focus();
}

function boxOf(where) {
  if (!(where instanceof Element)) return { left: where.x, top: where.y, bottom: where.y };
  return where.getBoundingClientRect();
}

function nodeOf(entry) {
  if (entry === null) return make("hr");
  const node = makeButton(entry.danger ? "danger" : "", entry.label, () => {
    closePopup();
    entry.act();
  });
  if (entry.key) node.append(make("kbd", "", entry.key));
  node.role = "menuitem";
  node.tabIndex = -1;
  return node;
}

function onKey(event) {
  if (event.key === "Tab") closePopup();
  if (event.key.length !== 1 || event.key === " ") return;
  event.stopPropagation();
  typed = event.timeStamp - typedAt < TOGETHER ? typed + event.key.toLowerCase() : event.key.toLowerCase();
  typedAt = event.timeStamp;
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  items.find((one) => one.textContent.toLowerCase().startsWith(typed))?.focus();
}
