/** 大字版 for the whole mini-program: as pressed here, or as WeChat's own size of type and 关怀模式 say. */
const { lookOf } = require('../lib/sizes');

const KEPT = 'large';

/** @typedef {{large: boolean, size: number}} Look */
/** @type {Look} */
let look = lookOf(null, 1);
/** @type {Set<(look: Look) => void>} */
const listeners = new Set();

function start() {
  const kept = wx.getStorageSync(KEPT);
  look = lookOf(typeof kept === 'boolean' ? kept : null, scaleOfWechat());
}

function scaleOfWechat() {
  if (!wx.getAppBaseInfo) return 1;
  const base = wx.getAppBaseInfo();
  return base.fontSizeScaleFactor || (base.fontSizeSetting || 0) / 17 || 1;
}

function toggle() {
  const large = !look.large;
  wx.setStorageSync(KEPT, large);
  look = lookOf(large, scaleOfWechat());
  listeners.forEach((tell) => tell(look));
}

/** @param {(look: Look) => void} tell */
function follow(tell) {
  listeners.add(tell);
  tell(look);
}

/** @param {(look: Look) => void} tell */
function unfollow(tell) {
  listeners.delete(tell);
}

module.exports = { start, toggle, follow, unfollow };
