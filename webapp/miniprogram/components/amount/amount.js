/** A sum in words, its figures set large. */
const { cut } = require('../../lib/figures');

Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { words: String },
  data: { parts: /** @type {{text: string, big: boolean}[]} */ ([]) },
  observers: {
    words(/** @type {string} */ words) {
      this.setData({ parts: cut(words || '') });
    },
  },
});
