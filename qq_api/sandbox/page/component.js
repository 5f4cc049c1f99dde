/** Minecraft's text components: resolved into runs of one style each, as the game's client does, then into nodes. */

import { make, outwardLink, webAddress } from "./dom.js";
import { obfuscate } from "./obfuscated.js";
import { sentence } from "./texts.js";
import { attachTooltip } from "./tooltip.js";

const COLOURS = new Map([
  ["black", "#000000"], ["dark_blue", "#0000aa"], ["dark_green", "#00aa00"], ["dark_aqua", "#00aaaa"],
  ["dark_red", "#aa0000"], ["dark_purple", "#aa00aa"], ["gold", "#ffaa00"], ["gray", "#aaaaaa"],
  ["dark_gray", "#555555"], ["blue", "#5555ff"], ["green", "#55ff55"], ["aqua", "#55ffff"],
  ["red", "#ff5555"], ["light_purple", "#ff55ff"], ["yellow", "#ffff55"], ["white", "#ffffff"],
]);
const FLAGS = ["bold", "italic", "underlined", "strikethrough", "obfuscated"];
const FLAG_OF_CODE = new Map([
  ["k", "obfuscated"], ["l", "bold"], ["m", "strikethrough"], ["n", "underlined"], ["o", "italic"],
]);
const COLOUR_OF_CODE = new Map([...COLOURS.values()].map((colour, code) => [code.toString(16), colour]));

const DEEPEST = 50;
const MOST_RUNS = 2000;

/**
 * What a component shows, for the chat: spans, links and things to click.
 * @param {unknown} component
 * @param {{suggest: (text: string) => void, copy: (text: string) => void}|null} actions null for text only
 */
export function renderComponent(component, actions = null) {
  const fragment = document.createDocumentFragment();
  fragment.append(...runsOf(component).map((run) => nodeOf(run, actions)));
  return fragment;
}

/**
 * Text cut into runs of one style each; children inherit what they do not set.
 * @param {unknown} component
 * @returns {{text: string, style: object}[]}
 */
export function runsOf(component) {
  const runs = [];
  walk(component, {}, 0, runs);
  return runs;
}

function walk(component, inherited, depth, runs) {
  if (depth > DEEPEST || runs.length > MOST_RUNS) return;
  if (Array.isArray(component)) walkList(component, inherited, depth, runs);
  else if (isObject(component)) walkObject(component, inherited, depth, runs);
  else if (component !== null && component !== undefined) addText(String(component), inherited, runs);
}

function walkList([first, ...others], inherited, depth, runs) {
  walk(first, inherited, depth + 1, runs);
  const style = isObject(first) ? styleOf(first, inherited) : inherited; // the first is the others' parent
  for (const other of others) walk(other, style, depth + 1, runs);
}

function walkObject(component, inherited, depth, runs) {
  const style = styleOf(component, inherited);
  if (typeof component.translate === "string") walkSentence(component, style, depth, runs);
  else addText(contentOf(component), style, runs);
  for (const child of listOf(component.extra)) walk(child, style, depth + 1, runs);
}

function walkSentence(component, style, depth, runs) {
  const template = sentence(component.translate) ?? String(component.fallback ?? component.translate);
  const values = listOf(component.with);
  let next = 0;
  for (const piece of template.split(/(%(?:\d\$)?s|%%)/)) {
    const place = /^%(?:(\d)\$)?s$/.exec(piece);
    if (place) walk(values[place[1] ? place[1] - 1 : next++], style, depth + 1, runs);
    else addText(piece === "%%" ? "%" : piece, style, runs);
  }
}

function contentOf(component) {
  const { text, selector, keybind, score } = component;
  return String(text ?? component[""] ?? selector ?? keybind ?? score?.value ?? score?.name ?? "");
}

function styleOf(component, inherited) {
  const style = { ...inherited };
  for (const flag of FLAGS) if (flag in component) style[flag] = isTrue(component[flag]);
  const colour = colourOf(component.color);
  if (colour) style.colour = colour;
  const click = component.click_event ?? component.clickEvent;
  const hover = component.hover_event ?? component.hoverEvent;
  if (isObject(click)) style.click = click;
  if (isObject(hover)) style.hover = hover;
  return style;
}

function colourOf(name) {
  if (typeof name !== "string") return null;
  return COLOURS.get(name) ?? (/^#[0-9a-f]{6}$/i.test(name) ? name.toLowerCase() : null);
}

// "a§cb" -> "a" as it was, "b" in red; `§r` goes back to the component's own style, an unknown code does nothing
function addText(text, style, runs) {
  const [start, ...pieces] = text.split(/§(.?)/su);
  let current = style;
  addRun(start, current, runs);
  for (let place = 0; place < pieces.length; place += 2) {
    current = afterCode(pieces[place].toLowerCase(), current, style);
    addRun(pieces[place + 1], current, runs);
  }
}

function afterCode(code, current, original) {
  if (code === "r") return original;
  const { click, hover } = current;
  if (COLOUR_OF_CODE.has(code)) return { colour: COLOUR_OF_CODE.get(code), click, hover };
  return FLAG_OF_CODE.has(code) ? { ...current, [FLAG_OF_CODE.get(code)]: true } : current;
}

function addRun(text, style, runs) {
  if (text && runs.length <= MOST_RUNS) runs.push({ text, style });
}

function nodeOf({ text, style }, actions) {
  const node = actions === null ? make("span") : clickable(style.click ?? {}, actions);
  node.classList.add("run");
  node.textContent = text;
  paint(node, style);
  if (actions !== null && style.hover) addHover(node, style.hover);
  return node;
}

function paint(node, style) {
  for (const flag of FLAGS) if (style[flag]) node.classList.add(flag);
  if (style.obfuscated) obfuscate(node);
  if (!style.colour) return;
  node.style.color = style.colour;
  node.style.setProperty("--shade", shadeOf(style.colour));
}

// the client draws each letter's shadow in a quarter of its brightness
function shadeOf(colour) {
  const quarters = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16) >> 2);
  return `rgb(${quarters.join(" ")})`;
}

function clickable(click, actions) {
  const value = click.value ?? click.url ?? click.command;
  const address = click.action === "open_url" ? webAddress(value) : null;
  if (address !== null) return outwardLink(address, "clickable");
  const act = { copy_to_clipboard: "copy", suggest_command: "suggest", run_command: "suggest" }[click.action];
  return act && typeof value === "string" ? button(() => actions[act](value)) : make("span");
}

// a span, because a real button does not break across lines
function button(act) {
  const node = make("span", "clickable");
  node.role = "button";
  node.tabIndex = 0;
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return node;
}

function addHover(node, hover) {
  const shown = hoverText(hover);
  if (shown === null) return;
  if (node.tabIndex < 0) node.tabIndex = 0;
  attachTooltip(node, () => renderComponent(shown));
}

function hoverText(hover) {
  const given = hover.contents ?? hover.value ?? hover;
  if (hover.action === "show_text") return given === hover ? null : given;
  if (hover.action === "show_item") return itemText(given);
  if (hover.action === "show_entity") return entityText(given);
  return null;
}

function itemText(item) {
  if (!isObject(item)) return String(item);
  const count = Number(item.count ?? item.Count ?? 1);
  return ["", String(item.id ?? ""), { text: count > 1 ? ` × ${count}` : "", color: "gray" }];
}

function entityText(entity) {
  if (!isObject(entity)) return String(entity);
  const details = [entity.uuid ? entity.id : entity.type, entity.uuid ?? entity.id];
  const lines = details.filter((detail) => typeof detail === "string").map((detail) => `\n${detail}`);
  return ["", entity.name ?? "", { text: lines.join(""), color: "gray" }];
}

function isTrue(value) {
  return value === true || value === 1 || value === "true";
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value) {
  return Array.isArray(value) ? value : [];
}
