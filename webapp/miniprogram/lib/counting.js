/** 已填 10 位，还有 8 位: how much of a number is there. */
const { put } = require('./putting');

/** @param {string} value @param {number} whole @param {{whole: string, part: string, full: string, over: string}} says */
function countWords(value, whole, says) {
  if (!whole) return '';
  const length = value.replace(/\s/g, '').length;
  if (!length) return put(says.whole, whole);
  if (length < whole) return put(says.part, length, whole - length);
  return length === whole ? put(says.full, whole) : put(says.over, length - whole);
}

module.exports = { countWords };
