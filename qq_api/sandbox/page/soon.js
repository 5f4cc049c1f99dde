/** What changes often is drawn once a frame. */

const waiting = new Set();
let scheduled = false;

/**
 * Draws at the next frame; asked for several times before it, once. A page nobody looks at draws when it is looked at.
 * @param {() => void} draw the same function each time
 */
export function soon(draw) {
  waiting.add(draw);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(drawAll);
}

function drawAll() {
  scheduled = false;
  const now = [...waiting];
  waiting.clear();
  for (const draw of now) draw();
}
