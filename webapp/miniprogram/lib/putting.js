/** A sentence with its places {0}, {1} … filled in. Pages do the same with putting.wxs. */

/** @param {string} sentence @param {(string | number)[]} values */
function put(sentence, ...values) {
  return sentence.replace(/\{(\d)\}/g, (_place, /** @type {string} */ digit) => String(values[Number(digit)]));
}

module.exports = { put };
