/** Dialogs: something is asked, or shown, before all else. */

import { fillSelect, icon, isComposing, make, makeButton, makeSign } from "./dom.js";
import { text } from "./texts.js";

/**
 * Opens a dialog that shows something; Escape closes it.
 * @param {string} title
 * @param {...Node} content
 * @returns {HTMLDialogElement}
 */
export function showDialog(title, ...content) {
  const close = makeSign("icon", icon("close"), text("close"), () => dialog.close());
  const body = make("div", "dialog-body", ...content);
  const dialog = make("dialog", "", make("header", "", make("h2", "", title), close), body);
  dialog.dataset.testid = "dialog";
  dialog.ariaLabel = title;
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks for something.
 * @param {string} title
 * @param {{name: string, label: string, value?: string|boolean|number, kind?: string, choices?: object[]}[]} fields
 *     `kind` is `text`, `number`, `long` (several lines), `code`, `choice` or `check`
 * @param {(values: object) => unknown} take gets the values; a text it returns says what is wrong, and the dialog stays
 * @param {string} verb what is on the button
 */
export function ask(title, fields, take, verb = text("ok")) {
  const inputs = new Map(fields.map((field) => [field.name, inputOf(field)]));
  const problem = make("p", "problem");
  problem.role = "alert";
  const form = make("form", "", ...fields.map((field) => labelled(field, inputs.get(field.name))), problem);
  const cancel = makeButton("plain", text("cancel"), () => dialog.close());
  const submit = make("button", "primary", verb);
  submit.dataset.testid = "dialog-ok";
  form.append(make("div", "buttons", cancel, submit));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = take(valuesOf(inputs));
    problem.textContent = typeof wrong === "string" ? wrong : "";
    if (!problem.textContent) dialog.close();
  });
  form.addEventListener("keydown", (event) => sendByKey(event, form));
  const dialog = showDialog(title, form);
  const first = inputs.values().next().value ?? submit;
  first.focus();
  first.select?.();
}

function sendByKey(event, form) {
  const several = event.target.matches("textarea");
  if (event.key !== "Enter" || isComposing(event) || event.target.matches("button")) return;
  if (several && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  form.requestSubmit();
}

function valuesOf(inputs) {
  const entries = [...inputs].map(([name, node]) => [name, node.type === "checkbox" ? node.checked : node.value]);
  return Object.fromEntries(entries);
}

function labelled(field, input) {
  return make("label", field.kind === "check" ? "check" : "field", make("span", "", field.label), input);
}

function inputOf({ label, kind = "text", value = "", choices = [] }) {
  const several = kind === "long" || kind === "code";
  const node = make(several ? "textarea" : kind === "choice" ? "select" : "input", kind === "code" ? "code" : "");
  if (node.matches("input")) node.type = { check: "checkbox", number: "number" }[kind] ?? "text";
  if (several) node.rows = kind === "code" ? 9 : 4;
  if (kind === "number") node.min = 0;
  if (kind === "choice") fillSelect(node, choices);
  if (kind === "check") node.checked = value === true;
  else if (kind !== "choice" || value) node.value = String(value);
  node.ariaLabel = label;
  node.autocomplete = "off";
  return node;
}
