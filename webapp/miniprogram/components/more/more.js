/** A line that opens: what is behind it can wait. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { title: String, ruled: Boolean, open: Boolean },
  methods: {
    toggle() {
      this.setData({ open: !this.data.open });
    },
  },
});
