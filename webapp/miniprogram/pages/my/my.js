/** 我的: what is under way, what was not finished, looking one up by its number, signing out of this phone. */
const session = require('../../services/session');
const { placeOf } = require('../../lib/links');
const page = require('../../behaviors/page');
const form = require('../../behaviors/form');

Component({
  behaviors: [page, form],
  methods: {
    onShow() {
      return this.load();
    },
    load() {
      return this.attempt(async () => this.show((await session.get('applications')).page));
    },
    goTo(/** @type {WechatMiniprogram.CustomEvent<{link: string}>} */ event) {
      wx.navigateTo({ url: placeOf(event.detail.link) });
    },
    async press(/** @type {WechatMiniprogram.CustomEvent<{name?: string, value?: string}>} */ event) {
      await this.attempt(async () => {
        const { number } = await session.post('applications', { fields: this.fields(event.detail) });
        wx.navigateTo({ url: `/pages/status/status?number=${number}` });
      });
      if (this.data.trouble) this.showAgain(this.data.errors);
    },
    /** 别人的手机: nothing is deleted, and nothing is reached from here any more until one logs in again. */
    leave() {
      return this.attempt(async () => {
        await session.logOut();
        wx.reLaunch({ url: '/pages/index/index' });
      });
    },
  },
});
