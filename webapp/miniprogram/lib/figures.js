/** A sum in words, cut where its figures are set large: 每月至少 | 1154 | 元. */

/** What a sum looks like in some languages: a number before one of their units, or after ¥. @param {string[]} units such as 元|倍 */
const sumsIn = (units) => new RegExp(`¥\\d[\\d,]*(?:\\.\\d+)?|\\d[\\d,]*(?:\\.\\d+)?(?=\\s*(?:${units.join('|')}|%))`, 'g');

/** @param {string} words @param {RegExp} sums @returns {{text: string, big: boolean}[]} */
function cut(words, sums) {
  const parts = [];
  let end = 0;
  words.replace(sums, (sum, /** @type {number} */ start) => {
    if (start > end) parts.push({ text: words.slice(end, start), big: false });
    parts.push({ text: sum, big: true });
    end = start + sum.length;
    return sum;
  });
  if (end < words.length) parts.push({ text: words.slice(end), big: false });
  return parts;
}

module.exports = { cut, sumsIn };
