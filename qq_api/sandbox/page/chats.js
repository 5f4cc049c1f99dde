/** The list of conversations, the newest first, with what is unread. */

import { avatarOf } from "./avatar.js";
import { clip, make, makeButton, part } from "./dom.js";
import { rove, stopAt } from "./roving.js";
import { preview } from "./segment.js";
import { soon } from "./soon.js";
import { clock, text } from "./texts.js";

const MOST = 300; // rows
const PAUSE = 200; // milliseconds between two drawings

/** The left column. */
export class Chats {
  #store;
  #open;
  #list = part("chats-list");
  #search = part("chats-search");
  #rows = new Map();
  #timer = 0;
  #draw = () => this.#drawNow();

  /**
   * @param {import("./store.js").Store} store
   * @param {(key: string) => void} open shows a conversation
   */
  constructor(store, open) {
    this.#store = store;
    this.#open = open;
    rove(this.#list, ".chat");
    this.#search.addEventListener("input", this.#draw);
    this.#search.addEventListener("keydown", (event) => this.#onSearchKey(event));
    store.on("chats", () => this.#drawLater());
    store.on("state open changed", () => soon(this.#draw));
  }

  /** Opens the conversation so many places further down the list. */
  step(by) {
    const keys = this.#sorted().map(({ key }) => key);
    const next = keys[(keys.indexOf(this.#store.open) + by + keys.length) % keys.length];
    if (next) this.#open(next);
  }

  #drawLater() {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      soon(this.#draw);
    }, PAUSE);
  }

  #onSearchKey(event) {
    if (event.key === "ArrowDown") this.#list.querySelector(".chat")?.focus();
    else if (event.key === "Enter") this.#list.querySelector(".chat")?.click();
    else if (event.key === "Escape") this.#clear();
    else return;
    event.preventDefault();
  }

  #clear() {
    this.#search.value = "";
    this.#drawNow();
    part("qq-input").focus();
  }

  #sorted() {
    const asked = this.#search.value.trim().toLowerCase();
    const all = [...this.#store.chats.values()];
    const found = asked ? all.filter((chat) => this.#store.titleOf(chat).toLowerCase().includes(asked)) : all;
    return found.sort((one, other) => (other.last?.order ?? 0) - (one.last?.order ?? 0)).slice(0, MOST);
  }

  #drawNow() {
    const chats = this.#sorted();
    const rows = chats.map((chat) => this.#row(chat));
    const still = this.#list.matches(":hover, :focus-within") && rows.length === this.#list.childElementCount;
    if (!still) this.#arrange(rows); // nothing moves away from under a pointer
    this.#rows = new Map(chats.map(({ key }, place) => [key, rows[place]]));
    part("chats-empty").hidden = rows.length > 0;
    stopAt(this.#list, ".chat", this.#rows.get(this.#store.open));
    part("tab-list").classList.toggle("news-there", chats.some(({ unread }) => unread > 0));
  }

  #arrange(rows) {
    const now = [...this.#list.children];
    if (rows.length !== now.length || rows.some((row, place) => row !== now[place])) this.#list.replaceChildren(...rows);
  }

  #row(chat) {
    const row = this.#rows.get(chat.key) ?? this.#newRow(chat);
    const shape = JSON.stringify([
      this.#store.titleOf(chat), chat.unread, chat.last?.message_id, chat.last?.recalled, chat.key === this.#store.open,
      this.#store.isOfficial(chat),
    ]);
    if (row.shape !== shape) this.#fill(row, chat);
    row.shape = shape;
    return row;
  }

  #newRow(chat) {
    const row = makeButton("chat", "", () => this.#open(chat.key));
    row.dataset.testid = "chat";
    row.dataset.key = chat.key;
    return row;
  }

  #fill(row, chat) {
    const title = clip(this.#store.titleOf(chat), 60);
    const id = chat.groupId ?? chat.pair.find((one) => !this.#store.isAccount(one)) ?? chat.pair[0];
    const shown = chat.groupId === null ? this.#store.nameOf(id) ?? String(id) : title;
    const line = make("span", "chat-line", make("bdi", "chat-last", this.#lastOf(chat)), ...unreadOf(chat));
    const badge = this.#store.isOfficial(chat) ? [make("span", "chat-official", text("official"))] : [];
    const time = make("time", "", clock(chat.last?.time));
    const head = make("span", "chat-line", make("bdi", "chat-title", title), ...badge, time);
    const kind = chat.groupId === null ? "" : "of-group";
    row.replaceChildren(avatarOf(id, shown, kind), make("span", "chat-body", head, line));
    row.title = title;
    row.ariaCurrent = String(chat.key === this.#store.open);
    row.ariaLabel = chat.unread ? `${title}, ${text("unread", chat.unread)}` : title;
  }

  #lastOf(chat) {
    if (!chat.last) return text(chat.groupId === null ? "private_kind" : "group_kind");
    const said = preview(chat.last, { nameOf: (id) => this.#store.nameOf(id, chat.groupId) });
    return chat.last.recalled ? said : `${clip(chat.last.name, 16)}: ${said}`;
  }
}

function unreadOf({ unread }) {
  if (!unread) return [];
  const node = make("span", "unread", unread > 999 ? "999+" : String(unread));
  node.dataset.testid = "chat-unread";
  return [node];
}
