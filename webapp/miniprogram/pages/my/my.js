/** 我的: what is under way, what was not finished, looking one up by its number, the language, signing out of this phone. */
const session = require('../../services/session');
const { choose } = require('../../services/words');
const { NAMES } = require('../../words/languages');
const { placeOf } = require('../../lib/links');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');
const form = require('../../behaviors/form');

/** @typedef {import('../../words/languages').Language} Language */

const LANGUAGES = Object.entries(NAMES).map(([value, label]) => ({ value, label }));

Component({
  behaviors: [page, form, says('my')],
  data: { languages: LANGUAGES },
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
    /** Every page that is open goes, so that all of it, the server's words too, comes anew in this language. */
    speak(/** @type {WechatMiniprogram.CustomEvent<{chosen: Language[]}>} */ event) {
      choose(event.detail.chosen[0]);
      wx.reLaunch({ url: '/pages/my/my' });
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
