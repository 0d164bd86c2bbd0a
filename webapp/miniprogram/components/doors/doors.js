/** Rows that lead somewhere: {id or link, name, says?, icon?}. Tells `open` with it. */
const says = require('../../behaviors/says');

Component({
  behaviors: [says('doors')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { rows: Array, label: String },
  methods: {
    open(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      this.triggerEvent('open', { id: event.currentTarget.dataset.id });
    },
  },
});
