/** What can be made to go wrong on purpose, at each endpoint. */

import { clip, make, makeButton, part } from "./dom.js";
import { text, textOr } from "./texts.js";

/** The pane with a switch, a number or a button for each fault. */
export class Faults {
  #store;
  #send;
  #mark;
  #list = part("faults-list");

  /**
   * @param {import("./store.js").Store} store
   * @param {(frame: object) => void} send
   * @param {(on: number) => void} mark told how many faults are on
   */
  constructor(store, send, mark) {
    this.#store = store;
    this.#send = send;
    this.#mark = mark;
    store.on("state faults", () => this.#draw());
  }

  #draw() {
    const { faults } = this.#store;
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const endpoints = Map.groupBy(faults, ({ self_id: account, index }) => `${account} ${index}`);
    this.#list.replaceChildren(...[...endpoints.values()].map((group) => this.#endpoint(group)));
    part("faults-empty").hidden = faults.length > 0;
    this.#mark(faults.filter(({ value }) => value).length);
    if (focused) [...this.#list.querySelectorAll("[data-key]")].find((one) => one.dataset.key === focused)?.focus();
  }

  #endpoint(faults) {
    const [{ self_id: account, endpoint }] = faults;
    const title = make("legend", "", make("bdi", "", `${clip(this.#store.nameOf(account) ?? "")} (${account})`));
    title.append(make("small", "", clip(endpoint, 80)));
    return make("fieldset", "endpoint", title, ...faults.map((fault) => this.#row(fault)));
  }

  #row(fault) {
    const label = textOr(`fault.${fault.name}`, fault.name);
    const control = this.#control(fault, label);
    control.dataset.key = JSON.stringify([fault.self_id, fault.index, fault.name]);
    control.dataset.testid = `fault-${fault.name}`;
    const row = make(fault.kind === "once" ? "div" : "label", "fault", make("span", "", clip(label, 60)), control);
    row.classList.toggle("on", Boolean(fault.value));
    return row;
  }

  #control(fault, label) {
    if (fault.kind === "once") return this.#button(fault, label);
    const input = make("input");
    input.ariaLabel = label;
    if (fault.kind === "switch") return this.#switch(input, fault);
    Object.assign(input, { type: "number", min: 0, step: "any", value: String(fault.value ?? 0) });
    input.addEventListener("change", () => this.#set(fault, input.value === "" ? 0 : Number(input.value)));
    return input;
  }

  #button(fault, label) {
    const node = makeButton("plain", text("fault_now"), () => this.#set(fault, null));
    node.ariaLabel = label;
    return node;
  }

  #switch(input, fault) {
    input.type = "checkbox";
    input.role = "switch";
    input.checked = fault.value === true;
    input.addEventListener("change", () => this.#set(fault, input.checked));
    input.addEventListener("keydown", (event) => event.key === "Enter" && input.click());
    return input;
  }

  async #set({ self_id: account, index, name }, value) {
    await this.#send({ type: "fault", self_id: account, index, name, value });
    this.#draw(); // what was refused goes back to what it was
  }
}
