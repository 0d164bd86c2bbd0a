/** Who this phone is: wx.login gives a code, the server a token for a day. Nobody has to press anything. */
const { ask, headerOf, offline, troubleOf, Trouble } = require('./api');
const config = require('../config');

const KEPT = 'login';
const EARLY = 60 * 1000;
const LOG_IN_AGAIN = 401;

/** @typedef {{token: string, until: number}} Login */
/** @type {Login | null} */
let login = null;
/** @type {Promise<string> | null} */
let coming = null;

function start() {
  login = wx.getStorageSync(KEPT) || null;
}

function forget() {
  login = null;
  wx.removeStorageSync(KEPT);
}

/** @returns {Promise<string>} */
function wxCode() {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) => resolve(code),
      fail: () => reject(offline()),
    });
  });
}

async function logIn() {
  const answer = await ask('POST', '/wechat/login', { body: { code: await wxCode() } });
  login = { token: answer.token, until: Date.parse(answer.expires_at) };
  wx.setStorageSync(KEPT, login);
  return login.token;
}

/** A token that is good; several pages that want one at once log in once. @returns {Promise<string>} */
function getToken() {
  if (login && login.until - EARLY > Date.now()) return Promise.resolve(login.token);
  if (!coming) {
    coming = logIn().finally(() => {
      coming = null;
    });
  }
  return coming;
}

/**
 * Does something with a token, and once more with a new one where it was refused.
 * @template T
 * @param {(token: string) => Promise<T>} act
 */
async function withToken(act) {
  const token = await getToken();
  try {
    return await act(token);
  } catch (error) {
    if (!(error instanceof Trouble) || error.status !== LOG_IN_AGAIN) throw error;
    if (login && login.token === token) forget();
    return act(await getToken());
  }
}

/** @param {import('./api').Method} method @param {string} path @param {object} [body] @returns {Promise<any>} */
function my(method, path, body) {
  return withToken((token) => ask(method, `/api/v1/my/${path}`, { body, token }));
}

/**
 * Sends one file with some fields.
 * @param {string} path
 * @param {{file: string, name: string, fields: {[name: string]: string}}} sent
 * @returns {Promise<any>}
 */
function upload(path, { file, name, fields }) {
  const act = (/** @type {string} */ token) =>
    new Promise((resolve, reject) => {
      wx.uploadFile({
        url: `${config.server}/api/v1/my/${path}`,
        filePath: file,
        name,
        formData: fields,
        header: headerOf(token),
        success({ statusCode, data }) {
          const body = parsed(data);
          if (statusCode >= 200 && statusCode < 300) resolve(body);
          else reject(troubleOf(statusCode, body));
        },
        fail: () => reject(offline()),
      });
    });
  return withToken(act);
}

/** Fetches a file to this phone. @param {string} path @returns {Promise<string>} where it is kept */
function download(path) {
  const act = (/** @type {string} */ token) =>
    new Promise((resolve, reject) => {
      wx.downloadFile({
        url: `${config.server}/api/v1/my/${path}`,
        header: headerOf(token),
        success({ statusCode, tempFilePath }) {
          if (statusCode >= 200 && statusCode < 300) resolve(tempFilePath);
          else reject(troubleOf(statusCode, undefined));
        },
        fail: () => reject(offline()),
      });
    });
  return withToken(act);
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return undefined;
  }
}

async function logOut() {
  try {
    await my('DELETE', 'login');
  } finally {
    forget();
  }
}

module.exports = {
  start,
  logOut,
  forget,
  upload,
  download,
  get: (/** @type {string} */ path) => my('GET', path),
  post: (/** @type {string} */ path, /** @type {object} */ body) => my('POST', path, body),
  remove: (/** @type {string} */ path) => my('DELETE', path),
};
