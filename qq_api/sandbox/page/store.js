/** What the page knows: people, groups, conversations, requests, faults. Views listen for what they show. */

import { conversationsOf, keyOf, placeOf } from "./chat_key.js";

const KEPT = 600; // messages of each conversation, and entries of the log

/** Takes the sandbox's frames and tells who listens. */
export class Store {
  people = new Map();
  groups = new Map();
  accounts = new Map();
  official = []; // accounts that are bots of the official platform
  chats = new Map();
  messages = new Map();
  requests = new Map();
  faults = [];
  traffic = [];
  open = "";
  #listeners = new Map();
  #order = 0;

  /** Calls `act` whenever something of this kind happens: `state`, `message`, `changed`, `group` … */
  on(kinds, act) {
    for (const kind of kinds.split(" ")) this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), act]);
  }

  #tell(kind, ...what) {
    for (const act of this.#listeners.get(kind) ?? []) act(...what);
  }

  /** Takes a frame; others than the store's go to who listens for their type. */
  take(frame) {
    const take = TAKES[frame.type];
    if (take) take.call(this, frame);
    this.#tell(frame.type, frame);
  }

  /** Chooses a conversation; it has been read. */
  choose(key) {
    this.open = this.chats.has(key) ? key : "";
    if (this.open) this.chats.get(key).unread = 0;
    this.#tell("open");
  }

  /** The conversation that is shown, or null. */
  get chat() {
    return this.chats.get(this.open) ?? null;
  }

  /** How somebody is called, in a group if there is one. */
  nameOf(id, groupId = null) {
    const member = this.groups.get(Number(groupId))?.members.get(Number(id));
    return member?.name ?? this.people.get(Number(id))?.nickname ?? null;
  }

  /** What a conversation is called: the group's name, or "Alice ↔ Bob" from nobody's side. */
  titleOf(chat) {
    if (chat.groupId !== null) return this.groups.get(chat.groupId)?.name || String(chat.groupId);
    const [first, second] = chat.pair.map((id) => this.nameOf(id) ?? String(id));
    return `${first} ↔ ${second}`;
  }

  /** Whether an account is of ours, so that bots act for it. */
  isAccount(id) {
    return this.people.get(Number(id))?.account === true;
  }

  /** Whether a bot of the official platform is in a conversation. */
  isOfficial(chat) {
    const members = this.groups.get(chat.groupId)?.members;
    return this.official.some((id) => (chat.groupId === null ? chat.pair.includes(id) : members?.has(id)));
  }

  /** Who can speak in a conversation: members of the group, or the two. */
  speakersOf(chat) {
    if (chat.groupId !== null) return [...(this.groups.get(chat.groupId)?.members.values() ?? [])];
    return chat.pair.map((id) => ({ user_id: id, name: this.nameOf(id) ?? String(id), account: this.isAccount(id) }));
  }

  /** Makes sure that a conversation is there, to be opened. */
  ensure(key) {
    if (!this.chats.has(key)) this.chats.set(key, newChat(key));
    return this.chats.get(key);
  }

  takeState(state) {
    const unread = new Map([...this.chats.values()].map((chat) => [chat.key, chat.unread]));
    this.accounts = new Map(state.accounts.map((one) => [one.self_id, one.connected === true]));
    this.official = state.accounts.filter((one) => one.official).map((one) => one.self_id);
    this.people = new Map(state.people.map((one) => [one.user_id, one]));
    this.groups = new Map(state.groups.map((one) => [one.group_id, withMembers(one)]));
    this.requests = new Map(state.requests.map((one) => [one.flag, one]));
    this.faults = state.faults;
    this.traffic = state.traffic;
    this.#takeConversations(state);
    for (const chat of this.chats.values()) chat.unread = unread.get(chat.key) ?? 0;
    if (!this.chats.has(this.open)) this.open = this.chats.keys().next().value ?? "";
    if (this.chat) this.chat.unread = 0;
  }

  #takeConversations({ messages, notices }) {
    this.messages = new Map();
    this.chats = new Map(conversationsOf(this).map((key) => [key, newChat(key)]));
    const said = new Set(messages.map(({ message_id: id }) => id));
    const after = Map.groupBy(notices, (notice) => (said.has(notice.after) ? notice.after : 0));
    for (const notice of after.get(0) ?? []) this.#keepNotice(notice);
    for (const message of messages) {
      this.#keep(message);
      for (const notice of after.get(message.message_id) ?? []) this.#keepNotice(notice);
    }
  }

  #keep(message) {
    const chat = this.ensure(keyOf(message));
    message.order = ++this.#order; // numbers of messages have none
    this.messages.set(message.message_id, message);
    this.#push(chat, message);
    chat.last = message;
    return chat;
  }

  #keepNotice(notice) {
    const key = placeOf(notice.event);
    const chat = key && this.chats.get(key);
    if (chat) this.#push(chat, notice);
    return chat;
  }

  #push(chat, item) {
    chat.items.push(item);
    if (chat.items.length <= KEPT) return;
    this.messages.delete(chat.items.shift().message_id);
    chat.left += 1;
  }

  takeMessage({ message }) {
    const chat = this.#keep(message);
    if (chat.key !== this.open) chat.unread += 1;
    this.#tell("said", message, chat);
    this.#tell("chats");
  }

  takeChanged({ message }) {
    const known = this.messages.get(message.message_id);
    if (known) Object.assign(known, message);
  }

  takeNotice({ notice }) {
    const chat = this.#keepNotice(notice);
    if (chat) this.#tell("noticed", notice, chat);
  }

  takeGroup({ number, group }) {
    const key = `g${number}`;
    if (group) this.groups.set(number, withMembers(group));
    else this.groups.delete(number);
    if (group) this.ensure(key);
    else this.chats.delete(key);
    if (!this.chats.has(this.open)) this.choose(this.chats.keys().next().value ?? "");
    this.#tell("chats");
  }

  takePerson({ number, person }) {
    if (person) this.people.set(number, person);
    for (const key of conversationsOf(this)) this.ensure(key);
    this.#tell("chats");
  }

  takeTraffic({ entry }) {
    this.traffic.push(entry);
    if (this.traffic.length > KEPT) this.traffic.shift();
  }
}

const TAKES = {
  state: Store.prototype.takeState,
  message: Store.prototype.takeMessage,
  changed: Store.prototype.takeChanged,
  notice: Store.prototype.takeNotice,
  group: Store.prototype.takeGroup,
  person: Store.prototype.takePerson,
  traffic: Store.prototype.takeTraffic,
  request({ request }) {
    this.requests.set(request.flag, request);
  },
  faults({ faults }) {
    this.faults = faults;
  },
  connection({ self_id: account, connected }) {
    this.accounts.set(account, connected);
  },
};

function newChat(key) {
  const numbers = key.slice(1).split("-").map(Number);
  const group = key.startsWith("g");
  return { key, groupId: group ? numbers[0] : null, pair: group ? null : numbers, items: [], left: 0, unread: 0, last: null };
}

function withMembers(group) {
  return { ...group, members: new Map(group.members.map((member) => [member.user_id, member])) };
}
