/** Brings the page to life: one connection, two panes, and what belongs to neither. */

import { Chat } from "./chat.js";
import { clip, part } from "./dom.js";
import { Game } from "./game.js";
import { Socket } from "./socket.js";
import { text, translatePage } from "./texts.js";
import { watchTooltips } from "./tooltip.js";

const TOAST_TIME = 6000;

let toastTimer = 0;
let unread = 0;

// The cookie has the token now; the address, which people copy and share, need not.
if (location.search) history.replaceState(null, "", location.pathname);

translatePage();
watchTooltips();

const chat = new Chat(send);
const game = new Game((frame) => send({ type: "game", frame }), copy);

const TAKE = new Map([
  ["state", takeState],
  ["message", ({ message }) => news("qq", () => chat.showMessage(message))],
  ["line", (line) => news("game", () => game.showLine(line))],
  ["connection", (frame) => chat.showConnection(frame)],
  ["game", (frame) => game.showGame(frame)],
  ["console", (frame) => game.showConsole(frame)],
  ["refused", ({ reason }) => toast(clip(reason, 300))],
]);

const socket = new Socket((frame) => TAKE.get(frame.type)?.(frame), showConnection);

part("page-retry").addEventListener("click", () => socket.retry());
document.addEventListener("visibilitychange", () => document.hidden || countUnread(0));
part("toast").addEventListener("click", hideToast);
for (const pane of ["qq", "game"]) part(`tab-${pane}`).addEventListener("click", () => openPane(pane));
countUnread(0);

function takeState(state) {
  chat.showState(state);
  game.showState(state);
}

function send(frame) {
  const sent = socket.send(frame);
  if (!sent) toast(text("not_sent"));
  return sent;
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(value);
    toast(text("copied"));
  } catch {
    toast(text("not_copied"));
  }
}

function showConnection(state) {
  document.body.classList.toggle("lost", state !== "open");
  part("page-status").hidden = state === "open";
  part("page-status-text").textContent = state === "open" ? "" : text(state);
}

function toast(words) {
  const node = part("toast");
  node.textContent = words;
  node.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hideToast, TOAST_TIME);
}

function hideToast() {
  part("toast").hidden = true;
}

function news(pane, show) {
  show();
  if (document.hidden) countUnread(unread + 1);
  part(`tab-${pane}`).classList.toggle("news-there", document.body.dataset.pane !== pane);
}

function countUnread(count) {
  unread = count;
  document.title = count ? `(${count}) ${text("title")}` : text("title");
}

function openPane(pane) {
  document.body.dataset.pane = pane;
  for (const one of ["qq", "game"]) part(`tab-${one}`).ariaPressed = String(one === pane);
  part(`tab-${pane}`).classList.remove("news-there");
}
