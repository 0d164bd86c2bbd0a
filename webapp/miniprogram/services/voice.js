/** 听 and 说话, by WeChat's own plugin for speech. Where it is missing, pages go on without them. */
const { pieces } = require('../lib/speech');

const LONGEST_MS = 60 * 1000;
const NOT_HEARD = '没听清，请靠近一点再说一遍。';
const NO_MICROPHONE = '没有用话筒的权限。点右上角“…”，在“设置”里打开麦克风。';
const NO_VOICE = '这会儿读不出来，请过一会儿再点。';

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
      lang: 'zh_CN',
      tts: true,
      content: piece,
      success(/** @type {{filename: string}} */ answer) {
        if (reading !== mine) return;
        player.src = answer.filename;
        player.play();
      },
      fail: () => finish(NO_VOICE),
    });
  }

  player.onEnded(next);
  player.onError(() => finish(NO_VOICE));
  next();
}

function stopReading() {
  if (reading) reading.stop();
}

/** Hears until stopped, a minute at most. @param {{words: Tell, trouble: Tell, over: () => void}} to */
function listen(to) {
  const manager = findPlugin().getRecordRecognitionManager();
  manager.onRecognize = (/** @type {{result: string}} */ heard) => to.words(heard.result);
  manager.onStop = (/** @type {{result: string}} */ heard) => {
    if (heard.result) to.words(heard.result);
    else to.trouble(NOT_HEARD);
    to.over();
  };
  manager.onError = (/** @type {{msg?: string}} */ error) => {
    to.trouble(/auth|permission|deny|denied/i.test(error.msg || '') ? NO_MICROPHONE : NOT_HEARD);
    to.over();
  };
  manager.start({ duration: LONGEST_MS, lang: 'zh_CN' });
  return () => manager.stop();
}

module.exports = { isThere, read, stopReading, listen };
