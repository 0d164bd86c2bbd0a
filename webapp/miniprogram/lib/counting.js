/** 已填 10 位，还有 8 位: how much of a number is there. */

/** @param {string} value @param {number} whole */
function countWords(value, whole) {
  if (!whole) return '';
  const length = value.replace(/\s/g, '').length;
  if (!length) return `一共 ${whole} 位`;
  if (length < whole) return `已填 ${length} 位，还有 ${whole - length} 位`;
  return length === whole ? `${whole} 位填满了` : `多了 ${length - whole} 位`;
}

module.exports = { countWords };
