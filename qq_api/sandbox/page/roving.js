/** One stop of the Tab key for many things; arrow keys go among them. */

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/**
 * Arrow keys, Home and End go among the elements of a container.
 * @param {HTMLElement} container
 * @param {string} selector which of its elements can be gone to
 * @param {{columns?: () => number, tab?: boolean}} options `columns` of a grid; `tab`: one of them is the Tab key's stop
 */
export function rove(container, selector, { columns = () => 1, tab = true } = {}) {
  container.addEventListener("keydown", (event) => onKey(event, container, selector, columns()));
  if (tab) container.addEventListener("focusin", ({ target }) => stopAt(container, selector, target.closest(selector)));
}

/** Makes one element the Tab key's stop: the given one, or else the first. */
export function stopAt(container, selector, chosen = null) {
  const all = [...container.querySelectorAll(selector)];
  const stop = all.includes(chosen) ? chosen : all.find((one) => one.tabIndex === 0) ?? all[0];
  for (const one of all) one.tabIndex = one === stop ? 0 : -1;
}

function onKey(event, container, selector, columns) {
  if (event.target.matches("input, textarea, select") || event.altKey || event.ctrlKey || event.metaKey) return;
  const shown = [...container.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const place = shown.indexOf(document.activeElement);
  const next = nextPlace(event.key, place, shown.length, columns);
  if (next === null || !shown[next]) return;
  event.preventDefault();
  shown[next].focus();
}

function nextPlace(key, place, count, columns) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (!(key in STEPS)) return null;
  if (place < 0) return STEPS[key] > 0 ? 0 : count - 1;
  const step = STEPS[key] * (key.endsWith("Up") || key.endsWith("Down") ? columns : 1);
  return Math.min(Math.max(place + step, 0), count - 1);
}
