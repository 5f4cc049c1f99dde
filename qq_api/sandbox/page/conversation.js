/** The conversation that is open: its head, its messages, and what is chosen of them. */

import { avatarOf } from "./avatar.js";
import { CardDialog } from "./forwarded.js";
import { clip, make, part } from "./dom.js";
import { Log } from "./log.js";
import { messageRow } from "./message.js";
import { noticeRow } from "./notice.js";
import { soon } from "./soon.js";
import { text } from "./texts.js";

/** The middle column. */
export class Conversation {
  #store;
  #room;
  #rows = part("qq-log");
  #log = new Log(part("qq-log"), part("qq-news"), (item, before) => this.#row(item, before));
  #stale = new Map();
  #drawStale = () => this.#drawStaleNow();
  #drawHead = () => this.#drawHeadNow();

  /**
   * @param {import("./store.js").Store} store
   * @param {object} acts what rows do: `actor()`, `react(id, face, isAdd)`, `openMember(id, node)`, `openMenu(message, node)`,
   *     `openGroup(node)`, `isChosen(id)`, `send(frame)`
   */
  constructor(store, acts) {
    this.#store = store;
    const cards = new CardDialog(store, acts.send);
    this.#room = {
      ...acts,
      nameOf: (id) => store.nameOf(id, store.chat?.groupId ?? null),
      messageOf: (id) => store.messages.get(Number(id)) ?? null,
      memberOf: (id) => store.groups.get(store.chat?.groupId)?.members.get(id) ?? { account: store.isAccount(id) },
      goTo: (id) => this.#goTo(id),
      openCard: (id) => cards.open(id),
    };
    store.on("state open", () => this.#replace());
    store.on("said", (message, chat) => this.#add(message, chat));
    store.on("noticed", (notice, chat) => this.#add(notice, chat));
    store.on("changed", ({ message }) => this.#renew(message));
    store.on("group person connection state", () => soon(this.#drawHead));
    part("qq-group-menu").addEventListener("click", ({ currentTarget }) => acts.openGroup(currentTarget));
    this.#rows.addEventListener("contextmenu", (event) => this.#onContextMenu(event));
  }

  /** Goes to the end, where a new message will be. */
  follow() {
    this.#log.follow();
  }

  /** The message whose row has the focus, and the row; or null. */
  focused() {
    const row = document.activeElement?.closest("[data-testid=qq-log] [data-message-id]");
    const message = row && this.#store.messages.get(Number(row.dataset.messageId));
    return message ? { message, row } : null;
  }

  /** Goes to the newest message. */
  focusLast() {
    ([...this.#rows.querySelectorAll(".message")].at(-1) ?? this.#rows).focus();
  }

  #onContextMenu(event) {
    const row = event.target.closest("[data-message-id]");
    const message = row && this.#store.messages.get(Number(row.dataset.messageId));
    if (!message || event.target.closest("a, audio, video") || String(getSelection())) return;
    event.preventDefault();
    this.#room.openMenu(message, event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : row);
  }

  #replace() {
    const chat = this.#store.chat;
    this.#stale.clear();
    this.#log.replace(chat?.items ?? [], chat?.left ?? 0);
    this.#drawHeadNow();
    this.#showEmptiness();
  }

  #add(item, chat) {
    if (chat !== this.#store.chat) return;
    this.#log.add(item);
    this.#showEmptiness();
  }

  #renew(message) {
    this.#stale.set(message.message_id, this.#store.messages.get(message.message_id));
    soon(this.#drawStale);
  }

  #drawStaleNow() {
    for (const [id, message] of this.#stale) if (message) this.#redraw(this.#rowOf(id), message);
    this.#stale.clear();
  }

  #redraw(row, message) {
    if (!row) return;
    const focused = row.contains(document.activeElement);
    const anew = messageRow(message, null, this.#room);
    anew.classList.toggle("again", row.classList.contains("again"));
    row.replaceWith(anew);
    if (focused) anew.focus();
  }

  #row(item, before) {
    if (item.message_id) return messageRow(item, before, this.#room);
    return noticeRow(item, this.#room.nameOf) ?? make("div", "nothing");
  }

  #rowOf(id) {
    return this.#rows.querySelector(`[data-message-id="${CSS.escape(id)}"]`);
  }

  #goTo(id) {
    if (!this.#rowOf(id)) this.#log.showOlder();
    const row = this.#rowOf(id);
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
    row?.animate([{ backgroundColor: "var(--flash)" }, { backgroundColor: "transparent" }], 2000);
  }

  #drawHeadNow() {
    const chat = this.#store.chat;
    const name = chat ? this.#store.titleOf(chat) : "";
    part("qq-group-name").textContent = clip(name, 80);
    part("qq-members").textContent = chat ? this.#about(chat) : "";
    part("qq-group-avatar").replaceWith(headAvatar(chat, name));
    part("qq-group-menu").hidden = !chat?.groupId;
    this.#drawConnections();
  }

  #about(chat) {
    if (chat.groupId === null) return `${text("private_kind")} · ${chat.pair.join(" ↔ ")}`;
    const group = this.#store.groups.get(chat.groupId);
    const words = [text("members", group?.members.size ?? 0), ...(group?.muted ? [text("muted_all")] : [])];
    return [...words, chat.groupId].join(" · ");
  }

  #drawConnections() {
    const connected = [...this.#store.accounts.values()].includes(true);
    part("bot-status").dataset.state = connected ? "connected" : "waiting";
    part("bot-status").textContent = text(connected ? "bot_connected" : "bot_waiting");
  }

  #showEmptiness() {
    part("qq-empty").textContent = text(this.#store.chat ? "qq_empty" : "qq_none");
    part("qq-empty").hidden = !this.#log.empty;
  }
}

function headAvatar(chat, name) {
  const avatar = avatarOf(chat?.groupId ?? chat?.pair[0] ?? 0, name, chat?.groupId ? "of-group" : "");
  avatar.dataset.testid = "qq-group-avatar";
  return avatar;
}
