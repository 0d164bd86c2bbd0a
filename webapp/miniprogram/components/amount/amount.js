/** A sum in words, its figures set large. */
const { TABLES } = require('../../services/words');
const { cut, sumsIn } = require('../../lib/figures');

/** The guide's sums are in Chinese on a page in any language. */
const SUMS = sumsIn(Object.values(TABLES).map((one) => one.amount.units));

Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { words: String },
  data: { parts: /** @type {{text: string, big: boolean}[]} */ ([]) },
  observers: {
    words(/** @type {string} */ words) {
      this.setData({ parts: cut(words || '', SUMS) });
    },
  },
});
