/** Several messages are chosen, to be forwarded together. */

import { part } from "./dom.js";
import { text } from "./texts.js";

/** The bar below the messages while they are being chosen. */
export class Choosing {
  #store;
  #chosen = new Set();
  #on = false;
  #rows = part("qq-log");

  /**
   * @param {import("./store.js").Store} store
   * @param {(ids: number[]) => void} forward
   */
  constructor(store, forward) {
    this.#store = store;
    part("qq-choosing-forward").addEventListener("click", () => this.#chosen.size && forward(this.ids()));
    part("qq-choosing-cancel").addEventListener("click", () => this.stop());
    this.#rows.addEventListener("click", (event) => this.#onClick(event), true);
  }

  /** Whether messages are being chosen. */
  get on() {
    return this.#on;
  }

  /** The chosen ones, in the order in which they were said. */
  ids() {
    const place = (id) => this.#store.messages.get(id)?.order ?? 0;
    return [...this.#chosen].sort((one, other) => place(one) - place(other));
  }

  /** Whether a message is chosen. */
  has(id) {
    return this.#chosen.has(id);
  }

  /** Begins, with one message. */
  start(id) {
    this.#on = true;
    this.toggle(id);
  }

  /** Chooses a message, or no longer. */
  toggle(id) {
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
    this.#show();
  }

  /** Ends; nothing is chosen any more. */
  stop() {
    this.#on = false;
    this.#chosen.clear();
    this.#show();
  }

  #show() {
    part("qq-choosing").hidden = !this.#on;
    part("qq-choosing-count").textContent = text("chosen", this.#chosen.size);
    this.#rows.classList.toggle("choosing", this.#on);
    for (const row of this.#rows.querySelectorAll("[data-message-id]")) {
      row.classList.toggle("chosen", this.#chosen.has(Number(row.dataset.messageId)));
    }
  }

  #onClick(event) {
    const row = this.#on && event.target.closest("[data-message-id]");
    if (!row) return;
    event.preventDefault();
    event.stopPropagation();
    this.toggle(Number(row.dataset.messageId));
  }
}
