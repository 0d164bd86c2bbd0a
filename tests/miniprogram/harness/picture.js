/**
 * A rendered page as plain HTML, for a browser to show and for axe to look at: the phone's elements become those of
 * a browser, classes and aria attributes stay. It is near to what a phone shows, not the same.
 */
const fs = require('node:fs');
const path = require('node:path');
const { Node } = require('./screen');
const { ROOT } = require('./phone');

const TAGS = { 'wx-view': 'div', 'wx-text': 'span', 'wx-button': 'button', 'wx-input': 'input', 'wx-textarea': 'textarea', 'wx-image': 'img', 'wx-canvas': 'canvas', 'wx-picker': 'div' };
const KEPT = ['aria-label', 'aria-checked', 'aria-expanded', 'aria-hidden', 'aria-live'];
const ROLES = { text: 'img', status: 'status' };

function escaped(text) {
  return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function html(dom) {
  if (dom.nodeType === 3) return escaped(dom.textContent);
  const node = new Node(dom);
  const tag = TAGS[node.tag];
  const inner = [...dom.childNodes].map(html).join('');
  if (!tag) return inner;
  return `<${tag}${attributes(node, tag)}>${tag === 'textarea' ? escaped(node.attribute('value') || '') : inner}${['input', 'img'].includes(tag) ? '' : `</${tag}>`}`;
}

function attributes(node, tag) {
  const found = { class: `${node.attribute('class') || ''} ${node.tag}` };
  const role = node.attribute('aria-role');
  if (role) found.role = ROLES[role] || role;
  if (role === 'heading') found['aria-level'] = /\bh1\b/.test(found.class) ? 1 : 2;
  if (node.handles('tap') && tag !== 'button') found.tabindex = 0;
  KEPT.forEach((name) => {
    if (node.attribute(name) !== undefined) found[name] = node.attribute(name);
  });
  if (tag === 'input') Object.assign(found, { value: node.attribute('value') || '', placeholder: node.attribute('placeholder') || '' });
  if (tag === 'textarea') found.placeholder = node.attribute('placeholder') || '';
  if (tag === 'img') Object.assign(found, { src: inlined(node.attribute('src')), alt: node.attribute('aria-label') || '' });
  if (node.attribute('disabled')) found.disabled = '';
  return Object.entries(found)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

function inlined(src) {
  if (!src || !src.startsWith('/images/')) return src || '';
  return `data:image/svg+xml;base64,${fs.readFileSync(path.join(ROOT, src)).toString('base64')}`;
}

/** The whole document; what a phone sets by itself (plain buttons, spans that keep line breaks) is set here. */
function picture(page) {
  const css = ['icons.wxss', 'app.wxss'].map((one) => fs.readFileSync(path.join(ROOT, one), 'utf8')).join('\n');
  const size = page.component.data.look.size;
  const own = `html{font-size:${size}px}body{margin:0}.wx-text,.h1{white-space:pre-line}button{font-family:inherit}input,textarea{font-family:inherit;outline:0;resize:none}`;
  const styles = `${own}${css.replace('@import "icons.wxss";', '').replace(/^(\s*)page \{/gm, '$1body {')}`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${page.title || '淄助你'}</title><style>${styles}</style></head><body><main>${html(page.component.dom)}</main></body></html>`;
}

module.exports = { picture };
