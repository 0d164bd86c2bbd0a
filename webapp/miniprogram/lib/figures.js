/** A sum in words, cut where its figures are set large: 每月至少 | 1154 | 元. */
const SUM = /\d[\d,]*(?:\.\d+)?(?=\s*(?:元|万元|倍|%))/g;

/** @param {string} words @returns {{text: string, big: boolean}[]} */
function cut(words) {
  const parts = [];
  let end = 0;
  words.replace(SUM, (sum, /** @type {number} */ start) => {
    if (start > end) parts.push({ text: words.slice(end, start), big: false });
    parts.push({ text: sum, big: true });
    end = start + sum.length;
    return sum;
  });
  if (end < words.length) parts.push({ text: words.slice(end), big: false });
  return parts;
}

module.exports = { cut };
