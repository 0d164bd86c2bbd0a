/** What was submitted: where it stands, and every page of what one does after that, signing and data included. */
const session = require('../../services/session');
const messages = require('../../services/messages');
const { followed, placeOf } = require('../../lib/links');
const page = require('../../behaviors/page');
const says = require('../../behaviors/says');
const form = require('../../behaviors/form');

const OVERVIEW = 'shown';

Component({
  behaviors: [page, form, says('status')],
  data: { number: '', place: OVERVIEW, mayTell: false, told: '' },
  methods: {
    onLoad(/** @type {{number?: string, place?: string}} */ wanted) {
      this.setData({ number: wanted.number || '', place: wanted.place || OVERVIEW });
      return this.load();
    },
    /** Coming back from photos or from a policy, the page is as it is now. */
    onShow() {
      if (this.data.page && this.data.place === OVERVIEW) this.load();
    },
    /** Of a draft there is only what is kept of it. */
    address() {
      const { number, place } = this.data;
      return number ? `applications/${number}/pages/${place}` : 'draft/data';
    },
    load() {
      return this.attempt(async () => {
        this.after(await session.get(this.address()));
        if (this.data.place === OVERVIEW) this.setData({ mayTell: await messages.mayAsk() });
      });
    },
    after(/** @type {{place: string, page: any}} */ shown) {
      this.setData({ place: shown.place });
      this.show(shown.page);
    },
    goTo(/** @type {WechatMiniprogram.CustomEvent<{link: string}>} */ event) {
      const { link } = event.detail;
      const place = followed(link);
      if (link === '/status/documents') wx.navigateTo({ url: `/pages/documents/documents?number=${this.data.number}` });
      else if (place) this.showPlace(place);
      else wx.navigateTo({ url: placeOf(link) });
    },
    showPlace(/** @type {string} */ place) {
      this.setData({ place });
      return this.load();
    },
    goBack() {
      return this.showPlace(OVERVIEW);
    },
    async press(/** @type {WechatMiniprogram.CustomEvent<{name?: string, value?: string}>} */ event) {
      await this.attempt(async () => {
        this.after(await session.post(this.address(), { fields: this.fields(event.detail) }));
      });
      if (this.data.trouble) this.showAgain(this.data.errors);
    },
    /** WeChat asks; only at a press, as it has to be. */
    async tellMe() {
      const agreed = await messages.ask();
      this.setData({ mayTell: !agreed, told: agreed ? this.data.says.told : '' });
    },
  },
});
