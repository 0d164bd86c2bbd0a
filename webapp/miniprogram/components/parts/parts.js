/** The parts of a page, in order. Tells `fill` with a name and what stands there now, `press`, `follow` and `photos`. */
const session = require('../../services/session');
const { Trouble } = require('../../services/api');
const says = require('../../behaviors/says');

const MOST_PHOTOS = 5;

Component({
  behaviors: [says('parts')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { parts: Array },
  observers: {
    parts(/** @type {any[]} */ parts) {
      if ((parts || []).some((one) => one.name === 'manner')) wx.nextTick(() => this.watchEnd());
    },
  },
  methods: {
    /** Says so when the end of a text to be read has come into view. */
    watchEnd() {
      const watch = this.createIntersectionObserver({});
      watch.relativeToViewport().observe('#end', ({ intersectionRatio }) => {
        if (intersectionRatio <= 0) return;
        watch.disconnect();
        this.fill('manner', 'scrolled');
      });
    },
    fill(/** @type {string} */ name, /** @type {string | string[]} */ value) {
      this.triggerEvent('fill', { name, value });
    },
    type(/** @type {WechatMiniprogram.CustomEvent<{name: string, value: string}>} */ event) {
      this.fill(event.detail.name, event.detail.value);
    },
    choose(/** @type {WechatMiniprogram.CustomEvent<{chosen: string[]}>} */ event) {
      this.fill(event.currentTarget.dataset.name, event.detail.chosen);
    },
    tick(/** @type {WechatMiniprogram.CustomEvent<{chosen: string[]}>} */ event) {
      this.fill(event.currentTarget.dataset.name, event.detail.chosen.length ? 'yes' : '');
    },
    remove(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      this.triggerEvent('press', { name: 'remove', value: event.currentTarget.dataset.value });
    },
    follow(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      this.triggerEvent('follow', { link: event.currentTarget.dataset.link });
    },
    open(/** @type {WechatMiniprogram.CustomEvent<{id: string}>} */ event) {
      this.triggerEvent('follow', { link: event.detail.id });
    },
    /** The number that WeChat knows, where the citizen agreed; otherwise it is typed. */
    async fetchPhone(/** @type {WechatMiniprogram.CustomEvent<{code?: string}>} */ event) {
      const { name } = event.currentTarget.dataset;
      if (!event.detail.code) return;
      try {
        const { phone } = await session.post('phone', { code: event.detail.code });
        this.triggerEvent('fill', { name, value: phone, show: true });
      } catch (error) {
        wx.showModal({ title: this.data.says.failed, content: error instanceof Trouble ? error.says : this.data.says.self, showCancel: false });
      }
    },
    look(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      session.download(`documents/${event.currentTarget.dataset.id}`).then(
        (file) => wx.previewImage({ urls: [file] }),
        () => wx.showModal({ title: this.data.says.closed, content: this.data.says.missing, showCancel: false }),
      );
    },
    async takePhoto(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      const { from } = event.currentTarget.dataset;
      try {
        const { tempFiles } = await wx.chooseMedia({ count: MOST_PHOTOS, mediaType: ['image'], sourceType: [from], sizeType: ['original'] });
        this.triggerEvent('photos', { files: tempFiles.map((one) => one.tempFilePath) });
      } catch (error) {
        // Whoever closes the camera again has chosen nothing.
      }
    },
    passPhotos(/** @type {WechatMiniprogram.CustomEvent} */ event) {
      this.triggerEvent('photos', event.detail);
    },
    pass(/** @type {WechatMiniprogram.CustomEvent} */ event) {
      this.triggerEvent('fill', event.detail);
    },
    passPress(/** @type {WechatMiniprogram.CustomEvent} */ event) {
      this.triggerEvent('press', event.detail);
    },
    passFollow(/** @type {WechatMiniprogram.CustomEvent} */ event) {
      this.triggerEvent('follow', event.detail);
    },
  },
});
