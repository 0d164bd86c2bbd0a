/** What went wrong and the one thing to do. Nothing that was typed is lost. */
const { words } = require('../../services/words');
const { put } = require('../../lib/putting');
const says = require('../../behaviors/says');

Component({
  behaviors: [says('trouble')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { trouble: Object, retry: Boolean },
  data: { title: '' },
  observers: {
    trouble(/** @type {{kind: string, errors: unknown[]} | null} */ trouble) {
      if (!trouble) return;
      const { one, several, offline, failed } = words().trouble;
      const count = trouble.errors.length;
      const wrong = count > 1 ? put(several, count) : one;
      this.setData({ title: count ? wrong : trouble.kind === 'offline' ? offline : failed });
    },
  },
  methods: {
    again() {
      this.triggerEvent('retry');
    },
  },
});
