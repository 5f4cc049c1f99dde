/** The log of every event that bots are told and every action they call. */

import { ask } from "./dialog.js";
import { clip, fillSelect, make, makeButton, part } from "./dom.js";
import { Log } from "./log.js";
import { rove } from "./roving.js";
import { text } from "./texts.js";

const KINDS = ["all", "event", "action", "failed"];
const MOST_WAITING = 600;

/** The pane with the log; rows open to their JSON. */
export class Traffic {
  #store;
  #page;
  #rows = part("traffic-log");
  #log = new Log(part("traffic-log"), part("traffic-news"), (entry) => this.#row(entry));
  #paused = false;
  #waiting = [];
  #missed = 0;

  /**
   * @param {import("./store.js").Store} store
   * @param {object} page `send(frame)`, `copy(text)`, `actor()`
   */
  constructor(store, page) {
    this.#store = store;
    this.#page = page;
    fillSelect(part("traffic-kind"), KINDS.map((kind) => ({ value: kind, label: text(`log_${kind}`) })));
    for (const name of ["traffic-kind", "traffic-filter"]) part(name).addEventListener("input", () => this.#replace());
    part("traffic-pause").addEventListener("click", () => this.#pause(!this.#paused));
    part("traffic-call").addEventListener("click", () => this.#call());
    rove(this.#rows, "summary", { tab: false });
    store.on("state", () => this.#replace());
    store.on("traffic", ({ entry }) => this.#add(entry));
  }

  #add(entry) {
    if (!this.#wanted(entry)) return;
    if (!this.#paused) this.#log.add(entry);
    else this.#wait(entry);
    this.#showEmptiness();
  }

  #wait(entry) {
    this.#waiting.push(entry);
    this.#missed += 1;
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    part("traffic-pause").textContent = `${text("log_resume")} · ${text("log_paused", this.#missed)}`;
  }

  #pause(paused) {
    this.#paused = paused;
    part("traffic-pause").ariaPressed = String(paused);
    part("traffic-pause").textContent = text(paused ? "log_resume" : "log_pause");
    for (const entry of this.#waiting.splice(0)) this.#log.add(entry);
    this.#missed = 0;
  }

  #replace() {
    this.#waiting = [];
    this.#log.replace(this.#store.traffic.filter((entry) => this.#wanted(entry)));
    this.#showEmptiness();
  }

  #showEmptiness() {
    part("traffic-empty").hidden = !this.#log.empty;
  }

  #wanted({ kind, name, json, failed, self_id: account }) {
    const wanted = part("traffic-kind").value;
    if (wanted !== "all" && !(wanted === "failed" ? failed : wanted === kind)) return false;
    const asked = part("traffic-filter").value.trim().toLowerCase();
    return !asked || `${name} ${account} ${json}`.toLowerCase().includes(asked);
  }

  #row(entry) {
    const { kind, name, self_id: account, time, failed } = entry;
    const sign = make("span", "sign", kind === "event" ? "↓" : "↑");
    sign.title = text(`log_${kind}_hint`);
    const row = make("details", `entry ${kind}${failed ? " failed" : ""}`);
    const head = make("summary", "", sign, make("bdi", "", clip(name, 60)), make("small", "", String(account)));
    head.append(make("time", "", new Date(time * 1000).toTimeString().slice(0, 8)));
    row.append(head);
    row.addEventListener("toggle", () => row.open && row.childElementCount === 1 && row.append(this.#content(entry)));
    row.dataset.testid = "entry";
    return row;
  }

  #content({ number, json }) {
    const shown = pretty(json);
    const again = makeButton("plain", text("log_again"), () => this.#page.send({ type: "repeat", number }));
    again.dataset.testid = "entry-again";
    const copy = makeButton("plain", text("copy"), () => this.#page.copy(shown));
    return make("div", "entry-body", make("pre", "", shown), make("div", "buttons", again, copy));
  }

  #call() {
    const accounts = [...this.#store.accounts.keys()];
    const named = accounts.map((id) => ({ value: String(id), label: `${clip(this.#store.nameOf(id))} (${id})` }));
    const fields = [
      { name: "self_id", label: text("call_as"), kind: "choice", choices: named },
      { name: "action", label: text("call_action"), value: "get_login_info" },
      { name: "params", label: text("call_params"), kind: "code", value: "{}" },
    ];
    ask(text("call_title"), fields, (values) => this.#onCall(values));
  }

  #onCall({ self_id: account, action, params }) {
    try {
      this.#page.send({ type: "call", self_id: Number(account), action: action.trim(), params: JSON.parse(params) });
      return "";
    } catch (error) {
      return error.message;
    }
  }
}

function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json; // cut, because it was too long
  }
}
