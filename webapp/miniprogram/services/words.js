/** The words of the interface in the language of this phone: as chosen here, or as WeChat is set. */
const simplified = require('../words/simplified');
const traditional = require('../words/traditional');
const english = require('../words/english');
const { OF_WECHAT, findLanguage } = require('../words/languages');

const KEPT = 'language';

/** @typedef {import('../words/languages').Language} Language */
/** @typedef {typeof simplified} Words */
/** @type {{[language in Language]: Words}} */
const TABLES = { 'zh-Hans': simplified, 'zh-Hant': traditional, en: english };
/** @type {Language} */
let language = 'zh-Hans';

function start() {
  language = findLanguage(wx.getStorageSync(KEPT)) || OF_WECHAT[languageOfWechat()] || 'zh-Hans';
}

function languageOfWechat() {
  return (wx.getAppBaseInfo ? wx.getAppBaseInfo().language : wx.getSystemInfoSync().language) || '';
}

/** Kept on this phone. Pages that are open stay as they are: whoever chooses opens them anew. @param {Language} chosen */
function choose(chosen) {
  wx.setStorageSync(KEPT, chosen);
  language = chosen;
}

const current = () => language;
const words = () => TABLES[language];

module.exports = { start, choose, current, words, TABLES };
