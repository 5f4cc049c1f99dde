/** What keys do, wherever the focus is; `?` lists them. */

import { showDialog } from "./dialog.js";
import { isTyping, make } from "./dom.js";
import { popupIsOpen } from "./popup.js";
import { SIDES } from "./side.js";
import { text } from "./texts.js";

const LISTED = [
  ["?", "key_help"],
  ["/", "key_write"],
  ["Ctrl K", "key_chats"],
  ["Alt ↑ ↓", "key_next"],
  ["Alt 0", "key_log"],
  ["Enter", "key_menu"],
  ["R E F Del", "key_message"],
  ["M", "key_sender"],
  ["S", "key_select"],
  ["Alt 1 … 5", "key_side"],
  ["Alt E I O J", "key_attach"],
  ["@", "key_mention"],
  ["Esc", "key_close"],
];

/** Shows what keys do. */
export function showShortcuts() {
  const rows = LISTED.map(([keys, what]) => {
    const caps = keys.split(" ").map((key) => (key === "…" ? "…" : make("kbd", "", key)));
    return make("div", "shortcut", make("span", "", ...caps), make("span", "", text(what)));
  });
  showDialog(text("keys_title"), ...rows);
}

/**
 * Starts listening; once for the page.
 * @param {object} page `chats`, `conversation`, `composer`, `side`, `deeds`, `choosing`
 */
export function watchKeys(page) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || popupIsOpen() || document.querySelector("dialog[open]")) return;
    const act = actOf(event, page);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actOf(event, page) {
  if (event.altKey && !event.ctrlKey) return withAlt(event, page);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return () => page.searchChats();
  if (event.ctrlKey || event.metaKey) return null;
  if (event.key === "Escape") return () => escape(page);
  if (event.key === "ArrowUp" && page.composer.empty && event.target.matches("[data-testid=qq-input]")) {
    return () => page.conversation.focusLast();
  }
  if (isTyping()) return null;
  return onMessage(event, page) ?? { "?": showShortcuts, "/": () => page.composer.focus() }[event.key] ?? null;
}

function withAlt({ code, key }, { chats, conversation, composer, side }) {
  const place = /^Digit([0-5])$/.exec(code)?.[1];
  if (place) return place === "0" ? () => conversation.focusLast() : () => side.goTo(SIDES[place - 1]);
  const acts = {
    ArrowUp: () => chats.step(-1),
    ArrowDown: () => chats.step(1),
    KeyE: () => composer.pickFace(),
    KeyI: () => composer.pickImage(),
    KeyO: () => composer.pickFile(),
    KeyJ: () => composer.writeJson(),
  };
  return acts[code] ?? acts[key] ?? null;
}

function escape({ choosing, composer }) {
  if (choosing.on) choosing.stop();
  else composer.replyTo(null);
}

function onMessage({ key, target }, { conversation, deeds, choosing }) {
  const focused = conversation.focused();
  if (!focused) return null;
  const { message, row } = focused;
  const acts = {
    r: () => deeds.reply(message),
    e: () => deeds.react(message, row),
    f: () => deeds.forward(choosing.on ? choosing.ids() : [message.message_id]),
    m: () => deeds.member(message.user_id, row),
    s: () => choosing.start(message.message_id),
    Delete: () => deeds.recall(message),
    Backspace: () => deeds.recall(message),
    ...(target === row ? { Enter: () => (choosing.on ? choosing.toggle(message.message_id) : deeds.message(message, row)) } : {}),
    ...(choosing.on ? { " ": () => choosing.toggle(message.message_id) } : {}),
  };
  return acts[key.length === 1 ? key.toLowerCase() : key] ?? null;
}
