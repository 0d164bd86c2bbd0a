/** The languages there are, each called as it calls itself, and what WeChat calls each. */
const NAMES = { 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文', en: 'English' };

/** @typedef {keyof typeof NAMES} Language */

/** @type {{[name: string]: Language}} */
const OF_WECHAT = { zh_CN: 'zh-Hans', zh_TW: 'zh-Hant', zh_HK: 'zh-Hant', zh_MO: 'zh-Hant', en: 'en' };

/** A language that is there, or null. @param {unknown} name @returns {Language | null} */
function findLanguage(name) {
  return typeof name === 'string' && name in NAMES ? /** @type {Language} */ (name) : null;
}

module.exports = { NAMES, OF_WECHAT, findLanguage };
