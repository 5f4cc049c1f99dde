/** Who is in the conversation. */

import { avatarOf } from "./avatar.js";
import { clip, make, makeButton, part } from "./dom.js";
import { rove, stopAt } from "./roving.js";
import { soon } from "./soon.js";
import { text } from "./texts.js";

const MOST = 500;
const RANK = { owner: 0, admin: 1 };

/** The list of members; a click, or Enter, opens what can be done with one. */
export class Members {
  #store;
  #open;
  #list = part("members-list");
  #draw = () => this.#drawNow();

  /**
   * @param {import("./store.js").Store} store
   * @param {(id: number, where: HTMLElement) => void} open
   */
  constructor(store, open) {
    this.#store = store;
    this.#open = open;
    rove(this.#list, ".member");
    store.on("state open group person", () => soon(this.#draw));
  }

  #drawNow() {
    const chat = this.#store.chat;
    const members = chat ? this.#store.speakersOf(chat).sort(byRank) : [];
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.userId : null;
    this.#list.replaceChildren(...members.slice(0, MOST).map((member) => this.#row(member)));
    part("members-empty").hidden = members.length > 0;
    const row = [...this.#list.children].find((one) => one.dataset.userId === focused) ?? null;
    stopAt(this.#list, ".member", row);
    row?.focus();
  }

  #row(member) {
    const node = makeButton("member", "", () => this.#open(member.user_id, node));
    const name = make("bdi", "member-name", clip(member.name, 60));
    node.append(avatarOf(member.user_id, member.name), make("span", "member-body", name, badges(member)));
    node.append(make("small", "", String(member.user_id)));
    node.dataset.testid = "member";
    node.dataset.userId = member.user_id;
    return node;
  }
}

function byRank(one, other) {
  return (RANK[one.role] ?? 2) - (RANK[other.role] ?? 2);
}

function badges({ role, account, title, muted_until: until }) {
  const kinds = [role in RANK ? role : "", account ? "bot" : "", until * 1000 > Date.now() ? "muted" : ""];
  const nodes = kinds.filter(Boolean).map((kind) => make("span", `badge ${kind}`, text(kind)));
  if (title) nodes.unshift(make("bdi", "badge title", clip(title, 20)));
  return make("span", "badges", ...nodes);
}
