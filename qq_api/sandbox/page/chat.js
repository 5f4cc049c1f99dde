/** The QQ side: a group's conversation, and a place to speak for its members. */

import { clip, fillSelect, isSend, make, part } from "./dom.js";
import { Log, ROWS } from "./log.js";
import { renderSegments } from "./segment.js";
import { clock, text } from "./texts.js";

const COLOURS = ["#2f7de1", "#c2571a", "#1d8a5f", "#8a56c9", "#c33d68", "#257f96", "#8d6b14", "#5560d0", "#a0487f"];

/** The left pane. */
export class Chat {
  #send;
  #log = new Log(part("qq-log"), part("qq-news"));
  #input = part("qq-input");
  #speaker = part("qq-speaker");
  #picker = part("qq-group");
  #accounts = new Map();
  #groups = new Map();
  #messages = new Map();
  #group = null;

  /** @param {(frame: object) => boolean} send hands a frame to the sandbox */
  constructor(send) {
    this.#send = send;
    part("qq-composer").addEventListener("submit", (event) => this.#onSubmit(event));
    this.#input.addEventListener("keydown", (event) => isSend(event) && this.#onSubmit(event));
    this.#speaker.addEventListener("change", () => this.#invite());
    this.#picker.addEventListener("change", () => this.#open(Number(this.#picker.value)));
  }

  /** Shows a whole QQ instead of what was there. */
  showState({ accounts, groups, messages }) {
    this.#accounts = new Map(accounts.map((account) => [account.self_id, account.connected === true]));
    this.#groups = new Map(groups.map((group) => [group.group_id, withMembers(group)]));
    this.#messages = new Map(groups.map((group) => [group.group_id, []]));
    for (const message of messages) this.#keep(message);
    const choices = groups.map(({ group_id: id, name }) => ({ value: String(id), label: clip(name) }));
    fillSelect(this.#picker, choices);
    this.#showConnections();
    this.#open(this.#groups.has(this.#group?.group_id) ? this.#group.group_id : groups[0]?.group_id);
  }

  /** Shows a new message; those to other groups wait for their turn. */
  showMessage(message) {
    this.#keep(message);
    if (message.group_id === this.#group?.group_id) this.#log.add(this.#row(message));
    this.#showEmptiness();
  }

  /** Shows that an account's bot came or went. */
  showConnection({ self_id: account, connected }) {
    this.#accounts.set(account, connected);
    this.#showConnections();
  }

  #keep(message) {
    const kept = this.#messages.get(message.group_id);
    if (kept?.push(message) > ROWS) kept.shift();
  }

  #open(id) {
    this.#group = this.#groups.get(id) ?? null;
    this.#showHeading();
    this.#showSpeakers();
    const messages = this.#messages.get(id) ?? [];
    this.#log.replace(messages.map((message) => this.#row(message)));
    this.#showEmptiness();
  }

  #showHeading() {
    const several = this.#groups.size > 1;
    const name = this.#group?.name ?? "";
    part("qq-group-name").textContent = clip(name, 80);
    part("qq-group-name").parentElement.hidden = several;
    this.#picker.hidden = !several;
    part("qq-members").textContent = text("members", this.#group?.members.size ?? 0);
    part("qq-group-avatar").textContent = initial(name);
  }

  #showSpeakers() {
    const members = [...(this.#group?.members.values() ?? [])];
    const bystandersFirst = members.sort((one, other) => one.account - other.account);
    const choices = bystandersFirst.map(({ user_id: id, name }) => ({ value: String(id), label: clip(name) }));
    fillSelect(this.#speaker, choices);
    this.#invite();
  }

  #invite() {
    const name = this.#group?.members.get(this.#speaker.value)?.name ?? "";
    this.#input.placeholder = text("qq_placeholder", clip(name));
  }

  #showConnections() {
    const connected = [...this.#accounts.values()].includes(true);
    part("bot-status").dataset.state = connected ? "connected" : "waiting";
    part("bot-status").textContent = text(connected ? "bot_connected" : "bot_waiting");
  }

  #showEmptiness() {
    part("qq-empty").hidden = (this.#messages.get(this.#group?.group_id) ?? []).length > 0;
  }

  #onSubmit(event) {
    event.preventDefault();
    const said = this.#input.value;
    if (!said.trim() || this.#group === null) return;
    const who = { group_id: this.#group.group_id, user_id: Number(this.#speaker.value) };
    if (!this.#send({ type: "say", ...who, text: said })) return;
    this.#input.value = "";
    this.#log.follow();
  }

  #row(message) {
    const member = this.#group.members.get(String(message.user_id));
    const kind = member?.account ? "message own" : "message";
    const row = make("div", kind, avatarOf(message), this.#body(message, member));
    row.dataset.testid = "qq-message";
    row.dataset.userId = message.user_id;
    row.dataset.messageId = message.message_id;
    return row;
  }

  #body(message, member) {
    const bubble = make("div", "bubble", ...renderSegments(message.segments, this.#lookup()));
    bubble.dir = "auto";
    return make("div", "body", headOf(message, member), bubble);
  }

  #lookup() {
    const { members, group_id: group } = this.#group;
    return {
      nameOf: (id) => members.get(id)?.name ?? null,
      messageOf: (id) => this.#messages.get(group).find((one) => String(one.message_id) === id) ?? null,
      goTo,
    };
  }
}

function withMembers(group) {
  return { ...group, members: new Map(group.members.map((member) => [String(member.user_id), member])) };
}

function goTo(id) {
  const row = part("qq-log").querySelector(`[data-message-id="${CSS.escape(id)}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.animate([{ backgroundColor: "var(--flash)" }, { backgroundColor: "transparent" }], 2000);
}

function headOf({ name, user_id: id, time }, member) {
  const head = make("div", "head", make("bdi", "name", clip(name, 200)));
  head.title = String(id);
  if (member?.account) head.append(badge("bot"));
  if (["owner", "admin"].includes(member?.role)) head.append(badge(member.role));
  head.append(make("time", "", clock(time)));
  return head;
}

function badge(kind) {
  return make("span", `badge ${kind}`, text(kind));
}

function avatarOf({ name, user_id: id }) {
  const avatar = make("span", "avatar", initial(name));
  avatar.ariaHidden = "true";
  avatar.style.backgroundColor = COLOURS[id % COLOURS.length];
  return avatar;
}

// "<b>Bold</b>" -> "B"
function initial(name) {
  return (/[\p{L}\p{N}]/u.exec(name) ?? ["?"])[0].toUpperCase();
}
