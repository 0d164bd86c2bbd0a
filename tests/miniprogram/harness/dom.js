/** A window for the simulator, which expects to be loaded in a browser. */
const { JSDOM } = require('jsdom');

const { window } = new JSDOM('<!doctype html><html lang="zh-CN"><body></body></html>', {
  pretendToBeVisual: true,
  url: 'https://servicewechat.com/',
});
const NEEDED = ['window', 'document', 'Element', 'Event', 'CustomEvent', 'TouchEvent', 'getComputedStyle', 'navigator'];
NEEDED.forEach((name) => {
  const value = name === 'window' ? window : window[name];
  Object.defineProperty(global, name, { value, configurable: true, writable: true });
});

module.exports = { document: window.document };
