/** Cards of forwarded messages, opened; cards in them open on top. */

import { avatarOf } from "./avatar.js";
import { showDialog } from "./dialog.js";
import { clip, make } from "./dom.js";
import { renderSegments } from "./segment.js";
import { clock, text } from "./texts.js";

const MOST = 200; // messages of a card that are shown

/** Asks the sandbox for what is in a card, and shows it. */
export class CardDialog {
  #store;
  #send;
  #waiting = new Map();

  /**
   * @param {import("./store.js").Store} store
   * @param {(frame: object) => void} send
   */
  constructor(store, send) {
    this.#store = store;
    this.#send = send;
    store.on("card", ({ id, messages }) => this.#fill(id, messages));
  }

  /** Opens a card. */
  open(id) {
    const content = make("div", "forwarded");
    content.dataset.testid = "forwarded";
    content.tabIndex = 0;
    showDialog(text("forwarded"), content);
    content.focus();
    this.#waiting.set(id, content);
    this.#send({ type: "open", card: id });
  }

  #fill(id, messages) {
    const content = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (messages) content?.replaceChildren(...messages.slice(0, MOST).map((one) => this.#row(one)));
    else content?.replaceChildren(text("card_lost"));
  }

  #row({ user_id: id, name, time, segments }) {
    const chat = {
      nameOf: (one) => this.#store.nameOf(one),
      messageOf: (one) => this.#store.messages.get(Number(one)) ?? null,
      goTo: () => {},
      openCard: (one) => this.open(one),
    };
    const head = make("div", "head", make("bdi", "name", clip(name, 80)), make("time", "", clock(time)));
    const bubble = make("div", "bubble", ...renderSegments(segments, chat));
    for (const node of bubble.querySelectorAll("button")) node.tabIndex = 0;
    return make("div", "message", avatarOf(id, name), make("div", "body", head, bubble));
  }
}
