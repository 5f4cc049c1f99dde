/** The list of members that opens at an "@" that is typed. */

import { avatarOf } from "./avatar.js";
import { clip, isComposing, make, part } from "./dom.js";
import { text } from "./texts.js";

const MOST = 8;

/** Offers members while "@…" stands before the caret. */
export class Mentions {
  #input;
  #membersOf;
  #take;
  #list = part("qq-mentions");
  #found = [];
  #place = 0;

  /**
   * @param {HTMLTextAreaElement} input
   * @param {() => {user_id: number, name: string}[]} membersOf those of the conversation
   * @param {(member: object) => string} take makes the word for a member
   */
  constructor(input, membersOf, take) {
    this.#input = input;
    this.#membersOf = membersOf;
    this.#take = take;
    input.addEventListener("input", () => this.#look());
    input.addEventListener("click", () => this.#look());
    input.addEventListener("blur", () => this.#show([]));
    input.addEventListener("keydown", (event) => this.#onKey(event));
  }

  #asked() {
    const before = this.#input.value.slice(0, this.#input.selectionEnd);
    return /(?:^|[^\w])@([^\s@]{0,20})$/u.exec(before)?.[1] ?? null;
  }

  #look() {
    const asked = this.#asked()?.toLowerCase() ?? null;
    if (asked === null) return this.#show([]);
    const everyone = { user_id: "all", name: text("everyone") };
    const members = this.#membersOf();
    const all = members.length ? [...members, everyone] : [];
    this.#show(all.filter((one) => `${one.name} ${one.user_id}`.toLowerCase().includes(asked)).slice(0, MOST));
  }

  #show(found) {
    this.#found = found;
    this.#place = 0;
    this.#list.hidden = found.length === 0;
    this.#list.replaceChildren(...found.map((member, place) => this.#option(member, place)));
    this.#mark();
  }

  #option(member, place) {
    const node = make("div", "option", avatarOf(Number(member.user_id) || 0, member.name), make("bdi", "", clip(member.name)));
    node.append(make("small", "", String(member.user_id)));
    node.role = "option";
    node.id = `mention-${place}`;
    node.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the focus stays where it is
      this.#choose(place);
    });
    return node;
  }

  #mark() {
    const chosen = this.#list.children[this.#place];
    for (const one of this.#list.children) one.ariaSelected = String(one === chosen);
    if (chosen) this.#input.setAttribute("aria-activedescendant", chosen.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #onKey(event) {
    if (this.#found.length === 0 || isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#place = (this.#place + step + this.#found.length) % this.#found.length;
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#place);
    else if (event.key === "Escape") this.#show([]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation(); // this Enter sends nothing
    this.#mark();
  }

  #choose(place) {
    const { selectionEnd: caret, value } = this.#input;
    const start = caret - this.#asked().length - 1;
    const word = `${this.#take(this.#found[place])} `;
    this.#input.setRangeText(word, start, caret, "end");
    if (value.slice(caret).startsWith(" ")) this.#input.setRangeText("", start + word.length, start + word.length + 1);
    this.#show([]);
  }
}
