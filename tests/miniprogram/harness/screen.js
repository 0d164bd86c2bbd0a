/** What a page shows, and what a finger or a screen reader finds on it: words, roles, names, values. */
const assert = require('node:assert');
const exparser = require('miniprogram-exparser');

const HIDDEN = 'aria-hidden';
const TYPED = ['wx-input', 'wx-textarea'];

/** One element of the rendered page: its own attributes as the template gave them. */
class Node {
  constructor(dom) {
    this.dom = dom;
    this.element = dom.__wxElement;
    this.tag = dom.tagName.toLowerCase();
  }

  /** aria-label and ariaLabel are one. */
  attribute(name) {
    const attrs = (this.element && this.element._vt && this.element._vt.attrs) || [];
    const camel = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    const found = attrs.find((one) => one.name === name || one.name === camel);
    return found ? found.value : undefined;
  }

  get role() {
    return this.attribute('aria-role') || (this.tag === 'wx-button' ? 'button' : '');
  }

  get name() {
    return this.attribute('aria-label') || this.words;
  }

  get words() {
    return wordsOf(this.dom);
  }

  handles(event) {
    const events = (this.element && this.element._vt && this.element._vt.event) || {};
    return Object.values(events).some((one) => one.name === event);
  }

  fire(event, detail = {}, touches = []) {
    const made = exparser.Event.create(event, detail, {
      bubbles: true,
      capturePhase: true,
      composed: true,
      extraFields: { touches, changedTouches: touches },
    });
    exparser.Event.dispatchEvent(this.element, made);
  }
}

function wordsOf(dom) {
  const node = dom.nodeType === 1 ? new Node(dom) : null;
  if (node && String(node.attribute(HIDDEN)) === 'true') return '';
  if (dom.nodeType === 3) return dom.textContent;
  return [...dom.childNodes].map(wordsOf).join(node && node.tag !== 'wx-text' ? ' ' : '').replace(/\s+/g, ' ').trim();
}

class Screen {
  constructor(root) {
    this.root = root;
  }

  get nodes() {
    return [...this.root.querySelectorAll('*')].map((dom) => new Node(dom));
  }

  get words() {
    return wordsOf(this.root);
  }

  /** The heading that says where one is. */
  get heading() {
    const found = this.nodes.find((one) => one.role === 'heading');
    return found ? found.words : '';
  }

  says(text) {
    return this.words.includes(text);
  }

  /** What can be pressed, by what it is called. */
  pressable() {
    return this.nodes.filter((one) => one.handles('tap'));
  }

  find(name) {
    const all = this.pressable();
    const exact = all.filter((one) => one.name === name || one.words === name);
    const found = exact.length ? exact : all.filter((one) => one.name.includes(name));
    assert.ok(found.length, `nothing to press is called ${name}; there is: ${all.map((one) => one.name).join(' | ')}`);
    return found[0];
  }

  has(name) {
    return this.pressable().some((one) => one.name.includes(name));
  }

  press(name) {
    const node = this.find(name);
    assert.ok(!node.attribute('disabled'), `${name} is not to be pressed now`);
    node.fire('tap');
  }

  field(label) {
    const fields = this.nodes.filter((one) => TYPED.includes(one.tag));
    const found = fields.find((one) => one.name === label) || fields.find((one) => one.name.includes(label));
    assert.ok(found, `no field is called ${label}; there is: ${fields.map((one) => one.name).join(' | ')}`);
    return found;
  }

  type(label, value) {
    this.field(label).fire('input', { value });
  }

  rows() {
    return this.nodes.filter((one) => ['radio', 'checkbox'].includes(one.role));
  }
}

module.exports = { Screen, Node };
