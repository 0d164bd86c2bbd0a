/** The buttons below a page. Tells `press` with the button, or `follow` where it leads away. */
Component({
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { buttons: Array, busy: Boolean },
  data: { pressed: -1 },
  methods: {
    press(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      const { index } = event.currentTarget.dataset;
      const button = this.data.buttons[index];
      this.setData({ pressed: index });
      if (button.link) this.triggerEvent('follow', { link: button.link });
      else this.triggerEvent('press', { name: button.name, value: button.value });
    },
  },
});
