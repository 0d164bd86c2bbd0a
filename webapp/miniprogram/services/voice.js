/** 听 and 说话, by WeChat's own plugin for speech. Where it is missing, pages go on without them. */
const { pieces } = require('../lib/speech');
const { current, words } = require('./words');

const LONGEST_MS = 60 * 1000;
const CHINESE = /[\u4e00-\u9fff]/;

/** @typedef {(text: string) => void} Tell */

/** The plugin, or null where the account has not added it. */
function findPlugin() {
  try {
    return requirePlugin('WechatSI');
  } catch (error) {
    return null;
  }
}

const isThere = () => findPlugin() !== null;

/** Whose voice: what is in Chinese stays so on an English page. @param {string} piece */
const voiceOf = (piece) => (current() === 'en' && !CHINESE.test(piece) ? 'en_US' : 'zh_CN');

/** @type {{stop: () => void} | null} */
let reading = null;

/** Reads a text to its end, or until stopped. @param {string} text @param {(trouble?: string) => void} done */
function read(text, done) {
  stopReading();
  const player = wx.createInnerAudioContext();
  const waiting = pieces(text);
  const mine = { stop: () => finish() };
  reading = mine;

  /** @param {string} [trouble] */
  function finish(trouble) {
    if (reading !== mine) return;
    reading = null;
    player.destroy();
    done(trouble);
  }

  function next() {
    const piece = waiting.shift();
    if (reading !== mine) return;
    if (piece === undefined) {
      finish();
      return;
    }
    findPlugin().textToSpeech({
      lang: voiceOf(piece),
      tts: true,
      content: piece,
      success(/** @type {{filename: string}} */ answer) {
        if (reading !== mine) return;
        player.src = answer.filename;
        player.play();
      },
      fail: () => finish(words().voice.silent),
    });
  }

  player.onEnded(next);
  player.onError(() => finish(words().voice.silent));
  next();
}

function stopReading() {
  if (reading) reading.stop();
}

/** Hears until stopped, a minute at most; Chinese, which the assistant understands. @param {{words: Tell, trouble: Tell, over: () => void}} to */
function listen(to) {
  const manager = findPlugin().getRecordRecognitionManager();
  manager.onRecognize = (/** @type {{result: string}} */ heard) => to.words(heard.result);
  manager.onStop = (/** @type {{result: string}} */ heard) => {
    if (heard.result) to.words(heard.result);
    else to.trouble(words().voice.unheard);
    to.over();
  };
  manager.onError = (/** @type {{msg?: string}} */ error) => {
    to.trouble(/auth|permission|deny|denied/i.test(error.msg || '') ? words().voice.microphone : words().voice.unheard);
    to.over();
  };
  manager.start({ duration: LONGEST_MS, lang: 'zh_CN' });
  return () => manager.stop();
}

module.exports = { isThere, read, stopReading, listen };
