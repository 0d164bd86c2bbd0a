/** Rows of 52 px in one bordered list, for one or for several. Tells `change` with what is chosen. */
const { rowsOf, pick } = require('../../lib/picking');
const says = require('../../behaviors/says');

/** @typedef {import('../../lib/picking').Row} Row */

Component({
  behaviors: [says('choices')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { choices: Array, chosen: Array, multi: Boolean, label: String },
  data: { rows: /** @type {Row[]} */ ([]), picked: /** @type {string[]} */ ([]) },
  observers: {
    'choices, chosen'(/** @type {any[]} */ choices, /** @type {string[]} */ chosen) {
      const picked = chosen || [];
      this.setData({ picked, rows: rowsOf(choices || [], picked) });
    },
  },
  methods: {
    pick(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      const picked = pick(this.data.picked, event.currentTarget.dataset.value, this.data.multi);
      this.setData({ picked, rows: rowsOf(this.data.choices, picked) });
      this.triggerEvent('change', { chosen: picked });
    },
  },
});
