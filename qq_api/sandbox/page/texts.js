/** The page's words in the reader's language, and times as they are written there. */

import { ENGLISH } from "./words_en.js";
import { SEGMENTS, SENTENCES } from "./words_fixed.js";
import { CHINESE } from "./words_zh.js";

const CHOICE = "qq-sandbox-language";

const chinese = (localStorage.getItem(CHOICE) ?? navigator.language).toLowerCase().startsWith("zh");
const words = chinese ? CHINESE : ENGLISH;

/** The page's language, as `lang` holds it. */
export const language = chinese ? "zh-CN" : "en";

/** Chooses the other language, for this browser and from now on. */
export function changeLanguage() {
  localStorage.setItem(CHOICE, chinese ? "en" : "zh-CN");
  location.reload();
}

/**
 * Words of the page, with `{0}` … filled in.
 * @param {string} key
 * @param {...(string|number)} values
 */
export function text(key, ...values) {
  return words[key].replace(/\{(\d)\}/g, (_, place) => String(values[place] ?? ""));
}

/** Words of the page, or what stands for them where there are none: a fault that nobody named yet. */
export function textOr(key, otherwise) {
  return Object.hasOwn(words, key) ? words[key] : otherwise;
}

/** What a kind of segment is called; an unknown one by its own name. */
export function segmentName(type) {
  return Object.hasOwn(SEGMENTS, type) ? SEGMENTS[type][chinese ? 1 : 0] : String(type);
}

/** Minecraft's own sentence for a translation key, or null. */
export function sentence(key) {
  return Object.hasOwn(SENTENCES, key) ? SENTENCES[key][chinese ? 1 : 0] : null;
}

/** What is the reader's of `[English, Chinese]`. */
export function mine(pair) {
  return pair[chinese ? 1 : 0];
}

const formats = [{}, { month: "numeric", day: "numeric" }].map(
  (date) => new Intl.DateTimeFormat(language, { ...date, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
);

/** The time of day of a message, with its date unless that is today. */
export function clock(seconds) {
  const then = new Date(seconds * 1000);
  if (Number.isNaN(then.getTime())) return "";
  return formats[then.toDateString() === new Date().toDateString() ? 0 : 1].format(then);
}

/** Puts the words into index.html, which names them by `data-text`, `data-label` and `data-hint`. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = text(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.ariaLabel = text(node.dataset.label);
  for (const node of document.querySelectorAll("input[type=search]")) node.placeholder = node.ariaLabel;
  for (const node of document.querySelectorAll("[data-hint]")) node.title = text(node.dataset.hint);
}
