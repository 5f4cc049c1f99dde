/** What can be done with messages, members and groups, as menus. Whoever acts is chosen beside the field. */

import { otherOf, pairKey } from "./chat_key.js";
import { ask } from "./dialog.js";
import { clip } from "./dom.js";
import { openMenu } from "./menu.js";
import { pickFace } from "./picker.js";
import { text } from "./texts.js";

/** The menus, and what their entries do. */
export class Deeds {
  #store;
  #page;

  /**
   * @param {import("./store.js").Store} store
   * @param {object} page `send(frame)`, `composer`, `choosing`, `openChat(key)`, `copy(text)`
   */
  constructor(store, page) {
    this.#store = store;
    this.#page = page;
  }

  #do(type, frame) {
    this.#page.send({ type, user_id: this.#page.composer.actor, ...frame });
  }

  #chat() {
    return this.#store.chat;
  }

  #name(id) {
    return clip(this.#store.nameOf(id, this.#chat()?.groupId) ?? id);
  }

  /** The menu of a message. */
  message(message, where) {
    const group = this.#chat().groupId !== null;
    const gone = message.recalled;
    const entries = [
      !gone && { label: text("reply"), key: "R", act: () => this.reply(message) },
      !gone && group && { label: text("react"), key: "E", act: () => this.react(message, where) },
      !gone && { label: text("forward"), key: "F", act: () => this.forward([message.message_id]) },
      { label: text("select"), key: "S", act: () => this.#page.choosing.start(message.message_id) },
      !gone && group && this.#essence(message),
      null,
      !gone && { label: text("copy_text"), act: () => this.#page.copy(textOf(message)) },
      { label: text("copy_json"), act: () => this.#page.copy(JSON.stringify(message.segments, null, 2)) },
      !gone && null,
      !gone && { label: text("recall"), key: "Del", danger: true, act: () => this.recall(message) },
    ];
    openMenu(text("message_menu"), entries.filter((one) => one !== false), where);
  }

  #essence({ message_id: id, essence }) {
    const act = () => this.#do("essence", { message_id: id, enable: !essence });
    return { label: text(essence ? "essence_unset" : "essence_set"), act };
  }

  /** Replies to a message. */
  reply(message) {
    if (!message.recalled) this.#page.composer.replyTo(message);
  }

  /** Takes a message back. */
  recall({ message_id: id }) {
    this.#do("recall", { message_id: id });
  }

  /** Reacts to a message with a face that is chosen. */
  react({ message_id: id }, where) {
    const beside = where instanceof Element ? where : document.activeElement;
    pickFace(beside, (face) => this.setReaction(id, face, true));
  }

  /** Reacts, or takes a reaction back. */
  setReaction(id, face, isAdd) {
    this.#do("react", { message_id: id, emoji_id: face, is_add: isAdd });
  }

  /** Forwards messages to a conversation that is chosen. */
  forward(ids) {
    const choices = this.#targets();
    const field = { name: "to", label: text("forward_to"), kind: "choice", choices };
    const take = ({ to }) => {
      if (!to) return text("chats_none");
      this.#do("forward", { message_ids: ids, ...JSON.parse(to) });
      this.#page.choosing.stop();
      return "";
    };
    ask(text("forward"), [field], take, text("forward"));
  }

  #targets() {
    const me = this.#page.composer.actor;
    const groups = [...this.#store.groups.values()].filter(({ members }) => members.has(me));
    const people = [...this.#store.people.values()].filter(({ user_id: id }) => id !== me);
    return [
      ...groups.map(({ group_id: id, name }) => ({ value: JSON.stringify({ group_id: id }), label: clip(name || id) })),
      ...people.map(({ user_id: id, nickname }) => ({ value: JSON.stringify({ to: id }), label: clip(nickname) })),
    ].slice(0, 500);
  }

  /** The menu of somebody in the conversation. */
  member(id, where) {
    const group = this.#store.groups.get(this.#chat()?.groupId);
    const entries = [...this.#personal(id, group), ...(group?.members.has(id) ? this.#inGroup(group, id) : [])];
    openMenu(text("member_menu", this.#name(id)), entries, where);
  }

  #personal(id, group) {
    const { composer } = this.#page;
    const mention = { label: text("at"), act: () => composer.mention(id) };
    const apart = id !== composer.actor;
    return [
      ...(group ? [mention] : []),
      { label: text("poke"), act: () => this.#poke(id) },
      { label: text("act_as", this.#name(id)), act: () => composer.actAs(id) },
      ...(apart && group ? [{ label: text("private_talk"), act: () => this.#talk(id) }] : []),
      ...(apart && !this.#areFriends(id) ? [{ label: text("befriend"), act: () => this.#do("befriend", { to: id }) }] : []),
    ];
  }

  #areFriends(id) {
    const me = this.#store.people.get(this.#page.composer.actor);
    return me?.friends.some((friend) => friend.user_id === id) ?? false;
  }

  #talk(id) {
    const key = pairKey(this.#page.composer.actor, id);
    this.#store.ensure(key);
    const me = this.#page.composer.actor;
    this.#page.openChat(key);
    this.#page.composer.actAs(me);
  }

  #poke(id) {
    const chat = this.#chat();
    const place = chat.groupId ? { group_id: chat.groupId } : { peer_id: otherOf(chat, this.#page.composer.actor) };
    this.#do("poke", { target_id: id, ...place });
  }

  #inGroup(group, id) {
    const who = { group_id: group.group_id, target_id: id };
    const member = group.members.get(id);
    const muted = member.muted_until * 1000 > Date.now();
    const promote = member.role !== "admin";
    return [
      null,
      { label: text("card"), act: () => this.#askFor("card", "card_new", who, member.card) },
      { label: text("special_title"), act: () => this.#askFor("title", "title_new", who, member.title) },
      { label: text(promote ? "role_admin" : "role_member"), act: () => this.#do("admin", { ...who, enable: promote }) },
      null,
      { label: text("mute"), act: () => this.#mute(who) },
      ...(muted ? [{ label: text("unmute"), act: () => this.#do("mute", { ...who, seconds: 0 }) }] : []),
      { label: text("kick"), danger: true, act: () => this.#kick(who) },
    ];
  }

  #askFor(type, title, who, value) {
    const field = { name: type, label: text(type === "card" ? "card" : "special_title"), value };
    ask(text(title, this.#name(who.target_id)), [field], (values) => this.#do(type, { ...who, ...values }));
  }

  #mute(who) {
    const field = { name: "seconds", label: text("mute_seconds"), kind: "number", value: 600 };
    const take = ({ seconds }) => this.#do("mute", { ...who, seconds: Number(seconds) });
    ask(text("mute_title", this.#name(who.target_id)), [field], take);
  }

  #kick(who) {
    const field = { name: "for_good", label: text("for_good"), kind: "check" };
    ask(text("kick_title", this.#name(who.target_id)), [field], (values) => this.#do("kick", { ...who, ...values }));
  }

  /** The menu of the group that is open. */
  group(where) {
    const group = this.#store.groups.get(this.#chat().groupId);
    const at = { group_id: group.group_id };
    const me = this.#page.composer.actor;
    const entries = [
      { label: text("rename"), act: () => this.#change("rename", "name", text("rename_title"), at, group.name) },
      { label: text("announce"), act: () => this.#change("announce", "text", text("announce_title"), at, "", "long") },
      { label: text("invite"), act: () => this.#invite(group) },
      {
        label: text(group.muted ? "unmute_all" : "mute_all"),
        act: () => this.#do("mute_all", { ...at, enable: !group.muted }),
      },
      null,
      { label: text("leave_group", this.#name(me)), danger: true, act: () => this.#do("leave", at) },
    ];
    openMenu(text("group_menu"), entries, where);
  }

  #change(type, name, title, at, value, kind = "text") {
    ask(title, [{ name, label: title, value, kind }], (values) => this.#do(type, { ...at, ...values }));
  }

  #invite(group) {
    const others = [...this.#store.people.values()].filter(({ user_id: id }) => !group.members.has(id));
    const choices = others.map(({ user_id: id, nickname }) => ({ value: String(id), label: clip(nickname) }));
    const field = { name: "to", label: text("ask_whom"), kind: "choice", choices };
    const take = ({ to }) => (to ? this.#do("invite", { group_id: group.group_id, to: Number(to) }) : text("chats_none"));
    ask(text("invite"), [field], take);
  }
}

function textOf({ segments }) {
  return segments.map(({ type, data }) => (type === "text" ? data.text : "")).join("");
}
