/** What went wrong and the one thing to do. Nothing that was typed is lost. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { trouble: Object, retry: Boolean },
  data: { title: '' },
  observers: {
    trouble(/** @type {{kind: string, errors: unknown[]} | null} */ trouble) {
      if (!trouble) return;
      const count = trouble.errors.length;
      const wrong = count > 1 ? `有 ${count} 处要改` : '有一处要改';
      this.setData({ title: count ? wrong : trouble.kind === 'offline' ? '没连上网' : '没有成功' });
    },
  },
  methods: {
    again() {
      this.triggerEvent('retry');
    },
  },
});
