/** The game's side: its chat and console, and a place to act as its players. */

import { clip, fillSelect, isSend, make, part } from "./dom.js";
import { renderComponent } from "./component.js";
import { Log } from "./log.js";
import { clock, text } from "./texts.js";

const NAMES = ["Steve", "Alex", "Ari", "Efe", "Kai", "Makena", "Noor", "Sunny", "Zuri"];

// how a terminal is told to use colours, which a page is not
const ESCAPES = /\u001b\[[\d;]*[A-Za-z]/g;

/** The right pane. */
export class Game {
  #send;
  #actions;
  #chat = new Log(part("game-log"), part("game-news"), (line) => this.#row(line));
  #console = new Log(part("console-log"), part("console-news"), consoleRow);
  #input = part("game-input");
  #player = part("game-player");
  #name = part("game-join");
  #game = { kind: "", ready: false, players: [] };
  #view = "chat";
  #joining = "";

  /**
   * @param {(frame: object) => boolean} send hands a frame to the game
   * @param {(text: string) => void} copy puts a text onto the clipboard
   */
  constructor(send, copy) {
    this.#send = send;
    this.#actions = { copy, suggest: (line) => this.#suggest(line) };
    part("game-composer").addEventListener("submit", (event) => this.#onSubmit(event));
    this.#input.addEventListener("keydown", (event) => keepUnlessSend(event));
    this.#player.addEventListener("change", () => this.#showComposer());
    part("game-people").addEventListener("submit", (event) => this.#onJoin(event));
    for (const type of ["leave", "die"]) {
      part(`game-${type}`).addEventListener("click", () => this.#send({ type, player: this.#player.value }));
    }
    for (const view of ["chat", "console"]) {
      part(`view-${view}`).addEventListener("click", () => this.#look(view));
    }
  }

  /** Shows a whole game instead of what was there. */
  showState({ game, lines, console }) {
    this.#chat.replace(lines);
    this.#console.replace(console);
    this.showGame(game);
  }

  /** Shows what is attached, and who is online. */
  showGame(game) {
    this.#game = game;
    this.#showStatus();
    this.#showPlayers();
    this.#showComposer();
  }

  /** Shows a line of the game's chat. */
  showLine(line) {
    this.#chat.add(line);
    this.#showEmptiness();
  }

  /** Shows a line of the server's log. */
  showConsole(line) {
    this.#console.add(line);
  }

  #state() {
    if (this.#game.kind === "") return "none";
    return this.#game.ready ? "ready" : "starting";
  }

  #showStatus() {
    part("game-status").dataset.state = this.#state();
    part("game-status").textContent = text(`game_${this.#state()}`);
    this.#showEmptiness();
  }

  #showEmptiness() {
    part("game-empty").textContent = text(`game_empty_${this.#state()}`);
    part("game-empty").hidden = !this.#chat.empty;
  }

  #showPlayers() {
    const { players } = this.#game;
    fillSelect(this.#player, players.map((name) => ({ value: name, label: clip(name, 20) })));
    if (players.includes(this.#joining)) this.#player.value = this.#joining;
    this.#joining = "";
    const names = players.map((name) => clip(name, 20)).join(", ");
    const online = text("online", players.length, clip(names, 120));
    part("game-players").textContent = players.length ? online : text("nobody");
  }

  #speaksToConsole() {
    return this.#game.kind === "real" || this.#view === "console";
  }

  #showComposer() {
    const ready = this.#game.ready;
    const asPlayer = !this.#speaksToConsole();
    const someone = this.#game.players.length > 0;
    this.#player.hidden = !asPlayer;
    part("game-prompt").hidden = asPlayer;
    part("game-people").hidden = this.#game.kind === "real";
    this.#name.placeholder = text("join_hint", this.#freeName());
    this.#input.placeholder = asPlayer ? this.#invitation() : text("console_input");
    this.#input.ariaLabel = this.#input.placeholder;
    this.#enable(["game-input", "game-send"], asPlayer ? ready && someone : this.#game.kind !== "");
    this.#enable(["game-join", "game-join-button"], ready);
    this.#enable(["game-player", "game-leave", "game-die"], ready && someone);
  }

  #invitation() {
    return this.#player.value ? text("chat_as", clip(this.#player.value, 20)) : text("chat_nobody");
  }

  #enable(names, enabled) {
    for (const name of names) part(name).disabled = !enabled;
  }

  #look(view) {
    this.#view = view;
    for (const one of ["chat", "console"]) part(`view-${one}`).ariaPressed = String(one === view);
    part("game-stage").hidden = view !== "chat";
    part("console-stage").hidden = view !== "console";
    (view === "chat" ? this.#chat : this.#console).follow();
    this.#showComposer();
  }

  #suggest(line) {
    this.#input.value = line;
    this.#input.focus();
  }

  #freeName() {
    return NAMES.find((name) => !this.#game.players.includes(name)) ?? NAMES[0];
  }

  #onSubmit(event) {
    event.preventDefault();
    const said = this.#input.value;
    if (said.trim() && this.#send(this.#frame(said))) this.#input.value = "";
  }

  #frame(said) {
    return this.#speaksToConsole()
      ? { type: "console", text: said }
      : { type: "chat", player: this.#player.value, text: said };
  }

  #onJoin(event) {
    event.preventDefault();
    const name = this.#name.value.trim() || this.#freeName();
    if (!this.#send({ type: "join", player: name })) return;
    this.#joining = name;
    this.#name.value = "";
  }

  #row({ time, target, component }) {
    const row = make("div", "line", renderComponent(component, this.#actions));
    if (target !== "@a") row.prepend(make("bdi", "target", text("only_for", clip(String(target), 20))));
    row.append(make("time", "", clock(time)));
    row.dataset.testid = "game-line";
    return row;
  }
}

// a form sends itself at any Enter; not at one that ends an input method's word
function keepUnlessSend(event) {
  if (event.key === "Enter" && !isSend(event)) event.preventDefault();
}

function consoleRow({ text: line }) {
  const level = /\b(WARN|ERROR)\b/.exec(line.slice(0, 80))?.[1].toLowerCase() ?? "";
  const row = make("div", `line ${level}`, line.replace(ESCAPES, ""));
  row.dataset.testid = "console-line";
  return row;
}
