/** Brings the page to life: one connection, what is known, and the views of it. */

import { Chats } from "./chats.js";
import { Choosing } from "./choosing.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Deeds } from "./deeds.js";
import { clip, part } from "./dom.js";
import { Faults } from "./faults.js";
import { Game } from "./game.js";
import { Members } from "./members.js";
import { watchPopups } from "./popup.js";
import { Requests } from "./requests.js";
import { rove } from "./roving.js";
import { showShortcuts, watchKeys } from "./shortcuts.js";
import { Side } from "./side.js";
import { Socket } from "./socket.js";
import { Store } from "./store.js";
import { changeLanguage, text, translatePage } from "./texts.js";
import { changeTheme, showTheme } from "./theme.js";
import { hideToast, toast } from "./toast.js";
import { watchTooltips } from "./tooltip.js";
import { Traffic } from "./traffic.js";

const PANES = ["list", "qq", "side"];

let unread = 0;

// The cookie has the token now; the address, which people copy and share, need not.
if (location.search) history.replaceState(null, "", location.pathname);

showTheme();
translatePage();
watchTooltips();
watchPopups();

const store = new Store();
const side = new Side();
const composer = new Composer(store, (frame) => socket.ask(frame), toast);
const choosing = new Choosing(store, (ids) => deeds.forward(ids));
const deeds = new Deeds(store, { send, composer, choosing, openChat, copy });
const conversation = new Conversation(store, {
  actor: () => composer.actor,
  react: (id, face, isAdd) => deeds.setReaction(id, face, isAdd),
  openMember: (id, node) => deeds.member(id, node),
  openMenu: (message, node) => deeds.message(message, node),
  openGroup: (node) => deeds.group(node),
  isChosen: (id) => choosing.has(id),
  send,
});
const chats = new Chats(store, openChat);
const game = new Game((frame) => send({ type: "game", frame }), copy);

new Members(store, (id, node) => deeds.member(id, node));
new Requests(store, send, (count) => side.mark("requests", count));
new Faults(store, send, (count) => side.mark("faults", count));
new Traffic(store, { send, copy });

store.on("state", (state) => game.showState(state));
store.on("said", (_message, chat) => chat === store.chat && news("qq"));
store.on("line", (line) => {
  game.showLine(line);
  news("side");
});
store.on("game", (frame) => game.showGame(frame));
store.on("state game", ({ kind, game: shown }) => (kind ?? shown?.kind) && side.suggest("game"));
store.on("console", (frame) => game.showConsole(frame));
store.on("refused", ({ reason }) => toast(clip(reason, 300)));

const socket = new Socket((frame) => store.take(frame), showConnection);

rove(part("qq-log"), ".message", { tab: false });
watchKeys({ chats, conversation, composer, side, deeds, choosing, searchChats });
part("page-retry").addEventListener("click", () => socket.retry());
part("page-theme").addEventListener("click", changeTheme);
part("page-language").addEventListener("click", changeLanguage);
part("page-help").addEventListener("click", showShortcuts);
part("toast").addEventListener("click", hideToast);
document.addEventListener("visibilitychange", () => document.hidden || countUnread(0));
for (const pane of PANES) part(`tab-${pane}`).addEventListener("click", () => openPane(pane));
countUnread(0);

async function send(frame) {
  const { sent, reason } = await socket.ask(frame);
  if (!sent) toast(text("not_sent"));
  else if (reason) toast(clip(reason, 300));
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

function openChat(key) {
  choosing.stop();
  store.choose(key);
  openPane("qq");
  composer.focus();
}

function searchChats() {
  openPane("list");
  part("chats-search").focus();
}

function showConnection(state) {
  document.body.classList.toggle("lost", state !== "open");
  part("page-status").hidden = state === "open";
  part("page-status-text").textContent = state === "open" ? "" : text(state);
}

function news(pane) {
  if (document.hidden) countUnread(unread + 1);
  if (document.body.dataset.pane !== pane) part(`tab-${pane}`).classList.add("news-there");
}

function countUnread(count) {
  unread = count;
  document.title = count ? `(${count}) ${text("title")}` : text("title");
}

function openPane(pane) {
  document.body.dataset.pane = pane;
  for (const one of PANES) part(`tab-${one}`).ariaPressed = String(one === pane);
  if (pane !== "list") part(`tab-${pane}`).classList.remove("news-there");
}
