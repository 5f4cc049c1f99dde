/** Requests: to be friends, to join a group, to have another join; answered by whom they are for. */

import { avatarOf } from "./avatar.js";
import { ask } from "./dialog.js";
import { clip, make, makeButton, part } from "./dom.js";
import { soon } from "./soon.js";
import { clock, text } from "./texts.js";

const MOST = 100;

/** The list of requests, the newest first. */
export class Requests {
  #store;
  #send;
  #mark;
  #list = part("requests-list");
  #draw = () => this.#drawNow();

  /**
   * @param {import("./store.js").Store} store
   * @param {(frame: object) => void} send
   * @param {(open: number) => void} mark told how many wait for an answer
   */
  constructor(store, send, mark) {
    this.#store = store;
    this.#send = send;
    this.#mark = mark;
    part("requests-ask").addEventListener("click", () => this.#ask());
    store.on("state request group person", () => soon(this.#draw));
  }

  #drawNow() {
    const all = [...this.#store.requests.values()].reverse();
    const focused = this.#list.contains(document.activeElement);
    this.#list.replaceChildren(...all.slice(0, MOST).map((request) => this.#row(request)));
    part("requests-empty").hidden = all.length > 0;
    this.#mark(all.filter(({ actor }) => !actor).length);
    if (focused) (this.#list.querySelector("button") ?? part("requests-ask")).focus();
  }

  #name(id) {
    return clip(this.#store.nameOf(id) ?? id);
  }

  #group(id) {
    return clip(this.#store.groups.get(id)?.name || id);
  }

  #sentence({ kind, user_id: user, to, group_id: group }) {
    if (kind === "friend") return text("request_friend", this.#name(user), this.#name(to));
    if (kind === "add") return text("request_add", this.#name(user), this.#group(group));
    return text("request_invite", this.#name(user), this.#name(to), this.#group(group));
  }

  #row(request) {
    const head = make("b", "", this.#sentence(request));
    const body = make("div", "request-body", make("bdi", "", head), make("time", "", clock(request.time)));
    if (request.comment) body.append(make("bdi", "request-comment", clip(request.comment, 300)));
    body.append(request.actor ? make("small", "", text("answered", this.#name(request.actor))) : this.#buttons(request));
    const row = make("div", "request", avatarOf(request.user_id, this.#name(request.user_id)), body);
    row.dataset.testid = "request";
    return row;
  }

  #buttons(request) {
    const who = this.#whoAnswers(request);
    const buttons = [["accept", true, "primary"], ["refuse", false, "plain"]].map(([name, approve, kind]) => {
      const { flag } = request;
      const frame = { type: "answer", user_id: who, kind: request.kind, flag, approve };
      const node = makeButton(kind, text(name), () => this.#send(frame));
      node.dataset.testid = `request-${name}`;
      return node;
    });
    return make("div", "buttons", ...buttons, make("small", "", text("answer_as", this.#name(who))));
  }

  #whoAnswers({ kind, to, group_id: group }) {
    if (kind !== "add") return to;
    const members = [...(this.#store.groups.get(group)?.members.values() ?? [])];
    return members.find(({ role }) => role === "owner")?.user_id ?? 0;
  }

  #ask() {
    const people = [...this.#store.people.values()].map(({ user_id: id, nickname }) => choice(id, nickname));
    const groups = [...this.#store.groups.values()].map(({ group_id: id, name }) => choice(id, name || String(id)));
    const kinds = ["friend", "add", "invite"].map((kind) => ({ value: kind, label: text(`ask_kind_${kind}`) }));
    const bot = [...this.#store.accounts.keys()][0] ?? "";
    const fields = [
      { name: "user_id", label: text("ask_who"), kind: "choice", choices: people },
      { name: "kind", label: text("ask_what"), kind: "choice", choices: kinds },
      { name: "to", label: text("ask_whom"), kind: "choice", choices: people, value: bot },
      { name: "group_id", label: text("ask_group"), kind: "choice", choices: groups },
      { name: "comment", label: text("ask_comment") },
    ];
    ask(text("ask_title"), fields, (values) => this.#send(frameOf(values)));
  }
}

function choice(id, name) {
  return { value: String(id), label: `${clip(name)} (${id})` };
}

function frameOf({ user_id: user, kind, to, group_id: group, comment }) {
  const type = { friend: "ask_friend", add: "ask_to_join", invite: "invite" }[kind];
  return { type, user_id: Number(user), to: Number(to), group_id: Number(group), comment };
}
