/** Where messages are written, as whoever is chosen. */

import { Attachments } from "./attachments.js";
import { otherOf } from "./chat_key.js";
import { ask } from "./dialog.js";
import { clip, fillSelect, isSend, part } from "./dom.js";
import { Draft } from "./draft.js";
import { Mentions } from "./mentions.js";
import { pickFace } from "./picker.js";
import { preview } from "./segment.js";
import { text } from "./texts.js";

/** The field, what belongs to it, and who speaks. */
export class Composer {
  #store;
  #ask;
  #toast;
  #input = part("qq-input");
  #speaker = part("qq-speaker");
  #draft = new Draft();
  #attachments;
  #reply = null;
  #written = new Map();
  #key = "";

  /**
   * @param {import("./store.js").Store} store
   * @param {(frame: object) => Promise<{sent: boolean, reason: string}>} askSandbox
   * @param {(words: string) => void} toast
   */
  constructor(store, askSandbox, toast) {
    this.#store = store;
    this.#ask = askSandbox;
    this.#toast = toast;
    this.#attachments = new Attachments(toast);
    new Mentions(this.#input, () => this.#members(), ({ user_id: id, name }) => this.#draft.mention(id, clip(name)));
    part("qq-composer").addEventListener("submit", (event) => this.#onSubmit(event));
    this.#input.addEventListener("keydown", (event) => isSend(event) && this.#onSubmit(event));
    this.#speaker.addEventListener("change", () => this.#invite());
    part("qq-reply-cancel").addEventListener("click", () => this.replyTo(null));
    part("qq-face").addEventListener("click", () => this.pickFace());
    part("qq-image").addEventListener("click", () => this.pickImage());
    part("qq-file").addEventListener("click", () => this.pickFile());
    part("qq-json").addEventListener("click", () => this.writeJson());
    store.on("state open group person", () => this.#show());
  }

  /** Who speaks and acts. */
  get actor() {
    return Number(this.#speaker.value);
  }

  /** Lets somebody else speak. */
  actAs(id) {
    this.#speaker.value = String(id);
    this.#invite();
    this.focus();
  }

  /** Goes to the field. */
  focus() {
    this.#input.focus();
  }

  /** Whether there is nothing in the field. */
  get empty() {
    return this.#input.value === "";
  }

  /** The next message will be a reply to this one; null for no reply. */
  replyTo(message) {
    this.#reply = message;
    part("qq-reply").hidden = message === null;
    if (message) this.#showReply(message);
    this.focus();
  }

  #showReply(message) {
    part("qq-reply-to").textContent = text("replying", clip(message.name));
    part("qq-reply-text").textContent = preview(message, { nameOf: (id) => this.#nameOf(id) });
  }

  /** Puts a mention where the caret is. */
  mention(id) {
    this.#insert(`${this.#draft.mention(id, clip(this.#nameOf(id) ?? id))} `);
  }

  /** Opens the faces. */
  pickFace() {
    pickFace(part("qq-face"), (id) => this.#insert(this.#draft.face(id)));
  }

  /** Opens the system's list of files, for pictures. */
  pickImage() {
    part("qq-pick-image").click();
  }

  /** The same for files of any kind. */
  pickFile() {
    part("qq-pick-file").click();
  }

  /** Asks for segments as JSON and says them; it begins with what is written. */
  writeJson() {
    const value = JSON.stringify(this.#segments(), null, 2);
    const field = { name: "json", label: text("json_hint"), kind: "code", value };
    ask(text("json_title"), [field], ({ json }) => this.#sayJson(json), text("send"));
  }

  #sayJson(json) {
    let segments = null;
    try {
      segments = [JSON.parse(json)].flat();
    } catch (error) {
      return text("json_wrong", error.message);
    }
    this.#say({ segments }, this.#leave());
    return "";
  }

  #insert(word) {
    const { selectionStart, selectionEnd } = this.#input;
    this.#input.setRangeText(word, selectionStart, selectionEnd, "end");
    this.focus();
  }

  #nameOf(id) {
    return this.#store.nameOf(id, this.#store.chat?.groupId);
  }

  #members() {
    const chat = this.#store.chat;
    return chat?.groupId ? this.#store.speakersOf(chat) : [];
  }

  #show() {
    const chat = this.#store.chat;
    if (chat?.key !== this.#key) this.#change(chat?.key ?? "");
    const speakers = chat ? this.#store.speakersOf(chat) : [];
    const bystandersFirst = speakers.sort((one, other) => one.account - other.account);
    fillSelect(this.#speaker, bystandersFirst.map(({ user_id: id, name }) => ({ value: String(id), label: clip(name) })));
    this.#invite();
  }

  #change(key) {
    this.#written.set(this.#key, this.#input.value);
    this.#key = key;
    this.#input.value = this.#written.get(key) ?? "";
    this.#reply = null;
    part("qq-reply").hidden = true;
  }

  #invite() {
    const name = this.#nameOf(this.actor) ?? "";
    this.#input.placeholder = this.#speaker.value ? text("qq_placeholder", clip(name)) : text("you_need_someone");
  }

  #segments() {
    const reply = this.#reply ? [{ type: "reply", data: { id: String(this.#reply.message_id) } }] : [];
    return [...reply, ...this.#draft.segmentsOf(this.#input.value)];
  }

  #onSubmit(event) {
    event.preventDefault();
    const written = this.#input.value;
    if (!this.#store.chat || (!written.trim() && !this.#attachments.any)) return;
    const segments = written.trim() || this.#reply ? this.#segments() : [];
    const left = this.#leave();
    const images = left.items.filter((one) => one.isImage).map(imageOf);
    const files = left.items.filter((one) => !one.isImage);
    if (segments.length + images.length) this.#say({ segments: [...segments, ...images] }, left);
    for (const file of files) this.#upload(file);
  }

  // what is in the field, taken out of it
  #leave() {
    const left = { written: this.#input.value, items: this.#attachments.take(), reply: this.#reply };
    this.#input.value = "";
    this.#reply = null;
    part("qq-reply").hidden = true;
    return left;
  }

  async #say(said, left) {
    const { sent, reason } = await this.#ask({ type: "say", user_id: this.actor, ...this.#place(), ...said });
    if (sent && !reason) return;
    this.#toast(clip(reason, 300) || text("not_sent"));
    this.#restore(left);
  }

  #restore({ written, items, reply }) {
    this.#input.value = [written, this.#input.value].filter(Boolean).join("\n");
    this.#attachments.put(items);
    if (reply) this.replyTo(reply);
  }

  async #upload(item) {
    const chat = this.#store.chat;
    const group = chat.groupId !== null;
    const params = { ...(group ? { group_id: chat.groupId } : { user_id: otherOf(chat, this.actor) }), file: item.file };
    const action = group ? "upload_group_file" : "upload_private_file";
    const frame = { type: "call", self_id: this.actor, action, params: { ...params, name: item.name } };
    const { sent, reason } = await this.#ask(frame);
    if (sent && !reason) return;
    this.#toast(clip(reason, 300) || text("not_sent"));
    this.#attachments.put([item]);
  }

  #place() {
    const chat = this.#store.chat;
    return chat.groupId === null ? { to: otherOf(chat, this.actor) } : { group_id: chat.groupId };
  }
}

function imageOf({ file, name }) {
  return { type: "image", data: { file, name } };
}
