/** The right column: the game, members, requests, the log, faults; one at a time. */

import { part } from "./dom.js";
import { rove, stopAt } from "./roving.js";

/** What the right column can show, in the order of its tabs. */
export const SIDES = ["game", "members", "requests", "log", "faults"];

const FIRST = "[data-first]:enabled, .scrolling :is(button, input):not([tabindex='-1'])";
const STOPS = "input:enabled, button:enabled, [tabindex='0']";

/** Its tabs. */
export class Side {
  #chosen = false;
  #now = "members";

  constructor() {
    for (const side of SIDES) part(`side-${side}`).addEventListener("click", () => this.open(side));
    rove(part("side-tabs"), "[role=tab]");
    this.#show();
  }

  /** Which one is shown. */
  get now() {
    return this.#now;
  }

  /** Shows one, because the reader wants it. */
  open(side) {
    this.#chosen = true;
    this.#now = side;
    this.#show();
  }

  /** Shows one, and goes there. */
  goTo(side) {
    this.open(side);
    const pane = part(`pane-${side}`);
    const stops = [...pane.querySelectorAll(FIRST), ...pane.querySelectorAll(STOPS)];
    stops.find((one) => one.checkVisibility())?.focus();
  }

  /** Shows one unless the reader has chosen another. */
  suggest(side) {
    if (this.#chosen) return;
    this.#now = side;
    this.#show();
  }

  /** Marks a tab that has news, by a number or not at all. */
  mark(side, count) {
    part(`side-${side}`).dataset.count = count ? String(count) : "";
  }

  #show() {
    for (const side of SIDES) {
      const is = side === this.#now;
      part(`side-${side}`).ariaSelected = String(is);
      part(`pane-${side}`).hidden = !is;
    }
    stopAt(part("side-tabs"), "[role=tab]", part(`side-${this.#now}`));
    part("side").dataset.side = this.#now;
  }
}
