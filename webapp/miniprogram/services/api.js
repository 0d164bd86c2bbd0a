/** Asking the server. Whatever goes wrong becomes a Trouble, which says what happened and what to do. */
const config = require('../config');
const { current, words } = require('./words');

const SECONDS = 20;

/**
 * @typedef {{[field: string]: string}} FieldErrors
 * @typedef {'GET' | 'POST' | 'DELETE'} Method
 * @typedef {{detail?: string, type?: string, errors?: {pointer: string, detail: string}[]}} ProblemBody
 */

class Trouble extends Error {
  /**
   * @param {'offline' | 'problem'} kind
   * @param {string} says
   * @param {{status?: number, slug?: string, errors?: FieldErrors}} [about]
   */
  constructor(kind, says, about = {}) {
    super(says);
    this.kind = kind;
    this.says = says;
    this.status = about.status || 0;
    this.slug = about.slug || '';
    this.errors = about.errors || {};
  }
}

/** There is no net. */
const offline = () => new Trouble('offline', words().api.offline);

/** @param {number} status @param {ProblemBody | string | undefined} body */
function troubleOf(status, body) {
  const problem = body && typeof body === 'object' ? body : {};
  /** @type {FieldErrors} */
  const errors = {};
  (problem.errors || []).forEach((one) => {
    errors[one.pointer.slice(1)] = one.detail;
  });
  const slug = (problem.type || '').split(':').pop() || '';
  return new Trouble('problem', problem.detail || words().api.broken, { status, slug, errors });
}

/** What goes with everything that is asked: the language of the answer, and who asks. @param {string} [token] */
function headerOf(token) {
  return { 'Accept-Language': current(), ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

/**
 * @param {Method} method
 * @param {string} path
 * @param {{body?: object, token?: string}} [about]
 * @returns {Promise<any>}
 */
function ask(method, path, { body, token } = {}) {
  /** @type {{[name: string]: string}} */
  const header = { ...headerOf(token), ...(body ? { 'content-type': 'application/json' } : {}) };
  return new Promise((resolve, reject) => {
    wx.request({
      url: config.server + path,
      method,
      header,
      data: body && JSON.stringify(body),
      timeout: SECONDS * 1000,
      success({ statusCode, data }) {
        if (statusCode >= 200 && statusCode < 300) resolve(data);
        else reject(troubleOf(statusCode, /** @type {ProblemBody} */ (data)));
      },
      fail() {
        reject(offline());
      },
    });
  });
}

/** What everybody may read. @param {string} path */
const read = (path) => ask('GET', `/api/v1/${path}`);

module.exports = { ask, read, headerOf, offline, troubleOf, Trouble };
