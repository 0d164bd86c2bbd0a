/** Every word of the mini-program's own is in every language, in its table, and nowhere else. */
const test = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { phone, ROOT } = require('./harness/phone');
const { TABLES, current, start } = require(path.join(ROOT, 'services/words'));
const { put } = require(path.join(ROOT, 'lib/putting'));

const SOURCE = TABLES['zh-Hans'];
const CHINESE = /\p{Script=Han}/u;
/** In a template a full-width sign is a word as well; in code it may be what a text is cut at. */
const CHINESE_SIGNS = /[\p{Script=Han}\u3001-\u303f\uff01-\uff5e]/u;
/** WeChat refuses more on the buttons of its dialogue. */
const MOST_ON_BUTTON = 4;

const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const files = (ending) => fs.readdirSync(ROOT, { recursive: true }).filter((one) => one.endsWith(ending));
const places = (sentence) => (sentence.match(/\{\d\}/g) || []).sort().join();
const ownNames = (text, shape) => [...text.matchAll(shape)].map((one) => one[1]);

/** [language, part, name, sentence] of all that is not the source. */
function* translations() {
  for (const [language, table] of Object.entries(TABLES)) {
    if (table === SOURCE) continue;
    for (const [part, words] of Object.entries(table)) {
      for (const [name, sentence] of Object.entries(words)) yield [language, part, name, sentence];
    }
  }
}

/** The code without its comments: these say in Chinese what is called so. */
function withoutComments(code) {
  return code.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*|<!--[\s\S]*?-->/g, '');
}

/** Pages and components with words of their own: {part, code, template}. */
function owners() {
  return files('.js')
    .map((file) => ({ file, part: (/says\('([a-z]+)'\)/.exec(read(file)) || [])[1] }))
    .filter(({ part }) => part)
    .map(({ file, part }) => ({ part, code: read(file), template: read(file.replace(/js$/, 'wxml')) }));
}

test('no word lacks a translation, and none is left over', () => {
  for (const [language, table] of Object.entries(TABLES)) {
    assert.deepStrictEqual(Object.keys(table).sort(), Object.keys(SOURCE).sort(), language);
    for (const part of Object.keys(SOURCE)) {
      assert.deepStrictEqual(Object.keys(table[part]).sort(), Object.keys(SOURCE[part]).sort(), `${language}: ${part}`);
    }
  }
  for (const [language, part, name, sentence] of translations()) assert.ok(sentence.trim(), `${language}: ${part}.${name}`);
});

test('a translation has the places of its source', () => {
  for (const [language, part, name, sentence] of translations()) {
    assert.strictEqual(places(sentence), places(SOURCE[part][name]), `${language}: ${part}.${name}`);
  }
});

test('English is English', () => {
  for (const [language, part, name, sentence] of translations()) {
    if (language === 'en') assert.ok(!CHINESE_SIGNS.test(sentence), `${part}.${name}: ${sentence}`);
  }
});

test('buttons of a dialogue are short in every language', () => {
  for (const [language, { chat }] of Object.entries(TABLES)) {
    [chat.yes, chat.stay].forEach((one) => assert.ok(one.length <= MOST_ON_BUTTON, `${language}: ${one}`));
  }
});

test('Chinese stands in the tables alone', () => {
  for (const file of [...files('.js'), ...files('.wxs'), ...files('.wxml')]) {
    if (file.startsWith(`words${path.sep}`)) continue;
    const chinese = file.endsWith('.wxml') ? CHINESE_SIGNS : CHINESE;
    const wrong = withoutComments(read(file)).split('\n').filter((line) => chinese.test(line));
    assert.deepStrictEqual(wrong, [], `${file}: put the words into words/simplified.js and its translations`);
  }
});

test('what a page says is in its part of the table, and what stands there is said', () => {
  const found = owners();
  assert.ok(found.length > 15, `${found.length} pages and components with words`);
  for (const { part, code, template } of found) {
    const wanted = [...ownNames(template, /(?<![\w.])says\.(\w+)/g), ...ownNames(code, /this\.data\.says\.(\w+)/g)];
    wanted.forEach((name) => assert.ok(name in SOURCE[part], `${part} has no ${name}`));
    Object.keys(SOURCE[part]).forEach((name) => {
      assert.match(name === 'bar' ? 'bar' : `${template}${code}`, new RegExp(`\\b${name}\\b`), `${part}.${name} is said nowhere`);
    });
  }
  const code = files('.js').map(read).join('\n');
  const shared = new Set([...found.map(({ part }) => part), ...ownNames(code, /words\(\)\.(\w+)/g), 'amount']);
  Object.keys(SOURCE).forEach((part) => assert.ok(shared.has(part), `nothing has the words of ${part}`));
});

test('the title of a page is the same before the page is there', () => {
  const { pages, window } = JSON.parse(read('app.json'));
  assert.strictEqual(window.navigationBarTitleText, SOURCE.index.bar);
  pages.forEach((page) => {
    assert.strictEqual(JSON.parse(read(`${page}.json`)).navigationBarTitleText, SOURCE[page.split('/')[1]].bar, page);
  });
});

test('a sentence is filled in the same way in a template as in code', () => {
  const drawn = { exports: {} };
  new Function('module', read('lib/putting.wxs'))(drawn);
  const values = ['7', '{0}', '一'];
  for (const [, part, name] of translations()) {
    const sentence = SOURCE[part][name];
    assert.strictEqual(drawn.exports.put(sentence, ...values), put(sentence, ...values), sentence);
  }
  assert.strictEqual(put('{1}: {0}', 1, 2), '2: 1');
});

test('the language is the one that was chosen, or that of WeChat, on old phones too', () => {
  const spoken = (language) => {
    phone.language = language;
    start();
    return current();
  };
  phone.storage.clear();
  const expected = { zh_CN: 'zh-Hans', zh_TW: 'zh-Hant', zh_HK: 'zh-Hant', en: 'en', ko: 'zh-Hans' };
  Object.entries(expected).forEach(([said, language]) => assert.strictEqual(spoken(said), language));
  const { getAppBaseInfo } = global.wx;
  Object.assign(global.wx, { getAppBaseInfo: undefined, getSystemInfoSync: () => ({ language: 'en' }) });
  assert.strictEqual(spoken('zh_CN'), 'en');
  Object.assign(global.wx, { getAppBaseInfo, getSystemInfoSync: undefined });
  phone.storage.set('language', 'zh-Hant');
  assert.strictEqual(spoken('en'), 'zh-Hant');
  phone.storage.set('language', 'no such language');
  assert.strictEqual(spoken('en'), 'en');
  phone.storage.clear();
  spoken('zh_CN');
});
