/** Obfuscated text: letters that never stand still. */

const LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZabcdeghmnopqrsuvwxyz0123456789#$%&?";
const PAUSE = 90;

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let timer = 0;

/**
 * Hides a text behind changing letters, as Minecraft does; they rest where the reader wants no motion.
 * @param {HTMLElement} node whose text is to be hidden
 */
export function obfuscate(node) {
  scramble(node);
  node.classList.add("obfuscated");
  timer ||= setInterval(turn, PAUSE);
}

function turn() {
  const nodes = document.getElementsByClassName("obfuscated");
  if (nodes.length === 0) timer = clearInterval(timer) ?? 0;
  else if (!calm.matches && !document.hidden) for (const node of nodes) scramble(node);
}

function scramble(node) {
  const letters = Array.from(node.textContent, (letter) => (letter.trim() ? anyLetter() : letter));
  node.textContent = letters.join("");
}

function anyLetter() {
  return LETTERS[Math.floor(Math.random() * LETTERS.length)];
}
