/** Small helpers for building the page. Foreign text goes in as text nodes only. */

/**
 * An element, for building rows; strings among the children become text nodes, never markup.
 * @param {string} tag
 * @param {string} className
 * @param {...(Node|string)} children
 */
export function make(tag, className = "", ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/**
 * A button that does something.
 * @param {string} className
 * @param {string|Node} label
 * @param {(event: Event) => void} act
 */
export function makeButton(className, label, act) {
  const node = make("button", className, label);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the drawings that index.html begins with. */
export function icon(name) {
  const node = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  node.append(use);
  node.ariaHidden = "true";
  return node;
}

/**
 * The same with a sign instead of words, which are its name and its tooltip.
 * @param {string} className
 * @param {string|Node} sign
 * @param {string} label
 * @param {(event: Event) => void} act
 */
export function makeSign(className, sign, label, act) {
  const node = makeButton(className, sign, act);
  node.ariaLabel = label;
  node.title = label;
  return node;
}

/**
 * The element of index.html with this `data-testid`, for whoever brings it to life.
 * @param {string} name
 */
export function part(name) {
  return document.querySelector(`[data-testid="${name}"]`);
}

/**
 * Shortens a foreign text for places that have room for one line, such as an option.
 * @param {unknown} value
 * @param {number} most
 */
export function clip(value, most = 40) {
  const line = String(value ?? "").slice(0, 5000).replace(/\s+/gu, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/**
 * Fills a select and keeps what was chosen; an open list is left alone when nothing changed.
 * @param {HTMLSelectElement} select
 * @param {{value: string, label: string}[]} choices
 */
export function fillSelect(select, choices) {
  const shape = JSON.stringify(choices);
  if (select.dataset.shape === shape) return;
  select.dataset.shape = shape;
  const chosen = select.value;
  select.replaceChildren(...choices.map(({ value, label }) => new Option(label, value)));
  if (choices.some(({ value }) => value === chosen)) select.value = chosen;
}

/**
 * An http or https address as the browser understands it, or null: nothing else may become a link.
 * @param {unknown} value
 */
export function webAddress(value) {
  if (typeof value !== "string" || !URL.canParse(value)) return null;
  const { protocol, href } = new URL(value);
  return ["http:", "https:"].includes(protocol) ? href : null;
}

/**
 * A link to a page outside, which learns nothing of this one.
 * @param {string} href an address that `webAddress` gave
 * @param {string} className
 */
export function outwardLink(href, className) {
  const link = make("a", className);
  Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer" });
  return link;
}

/** Whether a key press belongs to an input method, which is still making a word. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229; // Safari says only the latter
}

/**
 * Whether a key press sends what was typed: Enter alone, and not the Enter that ends an input method's word.
 * @param {KeyboardEvent} event
 */
export function isSend(event) {
  return event.key === "Enter" && !event.shiftKey && !isComposing(event);
}

/** Whether keys pressed now are text for somebody. */
export function isTyping() {
  return document.activeElement?.matches("input:not([type=checkbox]), textarea, select") ?? false;
}

/** Whether a value is an object with keys. */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
