/** Pages that the server describes: parts in their order, a form over them, and buttons. */
const { formOf, filled } = require('../lib/filling');
const { placeOf } = require('../lib/links');
const { spoken, partWords } = require('../lib/speech');

/** @typedef {import('../lib/filling').Form} Form */
/** @typedef {{name: string, value: string | string[], show?: boolean}} Filled */

module.exports = Behavior({
  data: {
    page: /** @type {any} */ (null),
    parts: /** @type {any[]} */ ([]),
    form: /** @type {Form} */ ({}),
    spoken: '',
    pressed: '',
  },
  methods: {
    /** Puts a page up, as it is or with what was filled in and what is wrong. */
    show(/** @type {any} */ page) {
      const form = formOf(page.parts);
      this.setData({
        page,
        form,
        parts: filled(page.parts, form, {}),
        spoken: spoken([page.title, page.hint, ...page.parts.map(partWords)]),
      });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },
    showAgain(/** @type {{[field: string]: string}} */ errors) {
      if (this.data.page) this.setData({ parts: filled(this.data.page.parts, this.data.form, errors) });
    },
    fill(/** @type {WechatMiniprogram.CustomEvent<Filled>} */ event) {
      const { name, value, show } = event.detail;
      this.data.form[name] = value;
      if (show) this.showAgain({});
    },
    /** What goes back: everything filled in, and the button that was pressed. */
    fields(/** @type {{name?: string, value?: string}} */ button) {
      /** @type {Form} */
      const fields = {};
      Object.keys(this.data.form).forEach((name) => {
        const value = this.data.form[name];
        if (value !== '' && value.length) fields[name] = value;
      });
      if (button.name) fields[button.name] = button.value || '';
      return fields;
    },
    follow(/** @type {WechatMiniprogram.CustomEvent<{link: string}>} */ event) {
      wx.navigateTo({ url: placeOf(event.detail.link) });
    },
  },
});
