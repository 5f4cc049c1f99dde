/** What changes often is drawn once a frame, and not in every frame while much happens. */

const waiting = new Map();
let scheduled = false;

/**
 * Draws at the next frame; asked for several times before it, once. A page nobody looks at draws when it is looked at.
 * @param {() => void} draw the same function each time
 * @param {number} pause milliseconds that have to be between two drawings, so that clicks get their turn
 */
export function soon(draw, pause = 0) {
  if (waiting.has(draw)) return;
  waiting.set(draw, Math.max(0, (draw.last ?? 0) + pause - performance.now()));
  if (waiting.get(draw) > 0) setTimeout(() => due(draw), waiting.get(draw));
  else schedule();
}

function due(draw) {
  waiting.set(draw, 0);
  schedule();
}

function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(drawAll);
}

function drawAll() {
  scheduled = false;
  for (const [draw, left] of [...waiting]) {
    if (left > 0) continue;
    waiting.delete(draw);
    draw.last = performance.now();
    draw();
  }
}
