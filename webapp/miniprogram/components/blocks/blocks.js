/** The blocks of a reply, in order. While a question waits (`brief`) a card is one line. */
const says = require('../../behaviors/says');

Component({
  behaviors: [says('blocks')],
  options: { styleIsolation: 'apply-shared', virtualHost: true },
  properties: { blocks: Array, brief: Boolean },
  methods: {
    openPolicy(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      wx.navigateTo({ url: `/pages/policy/policy?id=${event.currentTarget.dataset.id}` });
    },
    call(/** @type {WechatMiniprogram.TouchEvent} */ event) {
      wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.number });
    },
  },
});
