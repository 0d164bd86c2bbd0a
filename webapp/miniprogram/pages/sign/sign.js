/** Reading a text to its end and signing it, with a finger or typed: while applying, or later. */
const session = require('../../services/session');
const { placeOf } = require('../../lib/links');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');
const form = require('../../behaviors/form');

const SIGNING = ['authorise', 'commit', 'consent'];

Component({
  behaviors: [page, form, says('sign')],
  data: { step: '' },
  methods: {
    onLoad(/** @type {{step?: string}} */ wanted) {
      this.setData({ step: decodeURIComponent(wanted.step || '') });
      return this.load();
    },
    load() {
      return this.showStep(this.data.step);
    },
    showStep(/** @type {string} */ link) {
      return this.attempt(async () => {
        this.showNext((await session.get(`draft/steps/${link.replace('/apply/', '')}`)).page);
      });
    },
    showNext(/** @type {any} */ next) {
      if (SIGNING.includes(next.name)) this.show(next);
      else wx.redirectTo({ url: placeOf(next.link) });
    },
    goBack() {
      wx.redirectTo({ url: placeOf(this.data.page.back) });
    },
    goTo(/** @type {WechatMiniprogram.CustomEvent<{link: string}>} */ event) {
      return this.showStep(event.detail.link);
    },
    async press(/** @type {WechatMiniprogram.CustomEvent<{name?: string, value?: string}>} */ event) {
      const place = this.data.page.link.replace('/apply/', '');
      await this.attempt(async () => {
        const sent = { fields: this.fields(event.detail) };
        this.showNext((await session.post(`draft/steps/${place}`, sent)).page);
      });
      if (this.data.trouble) this.showAgain(this.data.errors);
    },
  },
});
