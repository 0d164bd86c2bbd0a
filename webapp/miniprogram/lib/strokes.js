/** A name written with a finger: strokes [x, y, x, y, …] in thousandths of the width of the box. */
const UNITS = 1000;
const NEAR = 4;

/** @typedef {number[][]} Strokes */

/** @param {{x: number, y: number}} point @param {number} width @returns {[number, number]} */
function inUnits(point, width) {
  /** @param {number} length */
  const unit = (length) => Math.max(0, Math.min(UNITS, Math.round((length / width) * UNITS)));
  return [unit(point.x), unit(point.y)];
}

/** @param {Strokes} strokes @param {[number, number]} point @returns {Strokes} */
const begin = (strokes, point) => [...strokes, [...point]];

/** The last stroke drawn on to a point; what is too near to the one before is left out. @param {Strokes} strokes @param {[number, number]} point */
function drawOn(strokes, point) {
  const last = strokes[strokes.length - 1];
  if (!last) return strokes;
  const apart = Math.abs(point[0] - last[last.length - 2]) + Math.abs(point[1] - last[last.length - 1]);
  return apart < NEAR ? strokes : [...strokes.slice(0, -1), [...last, ...point]];
}

module.exports = { UNITS, inUnits, begin, drawOn };
