/** Rows of a choice list, and what a press does to them. */

/**
 * @typedef {{value: string, label: string, about?: string | null}} Choice
 * @typedef {Choice & {on: boolean}} Row
 */

/** @param {Choice[]} choices @param {string[]} chosen @returns {Row[]} */
function rowsOf(choices, chosen) {
  return choices.map((one) => ({ ...one, on: chosen.includes(one.value) }));
}

/**
 * One row of a list is chosen; of ticks each goes on and off.
 * @param {string[]} chosen @param {string} value @param {boolean} multi
 */
function pick(chosen, value, multi) {
  if (!multi) return [value];
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
}

module.exports = { rowsOf, pick };
