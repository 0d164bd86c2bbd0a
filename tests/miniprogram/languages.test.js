/** The mini-program in English and in Traditional Chinese, against the real server. */
const test = require('node:test');
const assert = require('node:assert');
const path = require('node:path');
const { phone, ROOT } = require('./harness/phone');
const { TABLES } = require(path.join(ROOT, 'services/words'));

const SAID = '俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地';
const CHINESE = /\p{Script=Han}/u;
const SEEN = ['aria-label', 'placeholder'];
/** Shorter ones may be the server's; a longer one on an English page was not translated. */
const SHORTEST = 4;
/** Units are for reading the guide's sums, and a working mostly has its title from the server. */
const OF_THE_SERVER = ['amount', 'working'];

const SENTENCES = Object.entries(TABLES['zh-Hans'])
  .filter(([part]) => !OF_THE_SERVER.includes(part))
  .flatMap(([, words]) => Object.values(words))
  .filter((one) => one.length >= SHORTEST && !one.includes('{'));

/** All that is shown or read out on the page that is open. */
function shown() {
  const { nodes, words } = phone.screen;
  return [words, phone.page.title, ...nodes.flatMap((one) => SEEN.map((name) => one.attribute(name) || ''))].join('\n');
}

function assertTranslated() {
  const all = shown();
  const left = SENTENCES.filter((one) => all.includes(one.replace('\n', ' ')));
  assert.deepStrictEqual(left, [], `${phone.at} in ${[...phone.languages]}`);
}

test('from home to the chat, the policies and 我的 in English', async () => {
  await phone.start({ language: 'en' });
  assert.strictEqual(phone.screen.heading, 'Hard times at home? Tell us');
  assert.strictEqual(phone.page.title, 'Zizhuni');
  assert.ok(!CHINESE.test(shown()), shown());

  await phone.type('Tell us what is hard at home', SAID);
  await phone.press('Ask');
  assert.strictEqual(phone.at, 'chat');
  assert.strictEqual(phone.page.title, 'Ask');
  assert.ok(phone.screen.says('What I understood') && phone.screen.says('Please write in Chinese'), phone.screen.words);
  assert.ok(phone.screen.says('最低生活保障'), 'what the guide says stays as it is');
  assertTranslated();
  await phone.press('tap to correct');
  assert.ok(phone.screen.says('I understood: '), phone.screen.words);
  assertTranslated();

  await phone.open('/pages/policies/policies');
  assert.strictEqual(phone.screen.heading, 'What kind of difficulty does your household have?');
  assert.match(phone.screen.words, /10 groups of people, 51 kinds of help/);
  await phone.type('Find a kind of help', '低保');
  await phone.press('Find');
  assert.match(phone.screen.heading, /Found: \d+/);
  assertTranslated();

  await phone.open('/pages/my/my');
  assert.strictEqual(phone.page.title, 'My applications');
  assert.ok(phone.screen.has('This is not my phone, sign out'));
  assertTranslated();
  assert.deepStrictEqual([...phone.languages], ['en'], 'every request says the language');
});

test('the other pages have no sentence left in Simplified Chinese', async () => {
  for (const language of ['en', 'zh-Hant']) {
    await phone.start({ language: { en: 'en', 'zh-Hant': 'zh_HK' }[language] });
    await phone.type(TABLES[language].index.field, SAID);
    await phone.press(TABLES[language].index.ask);
    for (const page of ['result/result', 'policy/policy?id=subsistence-allowance', 'apply/apply', 'documents/documents']) {
      await phone.open(`/pages/${page}`);
      if (language === 'en') assertTranslated();
      assert.ok(phone.screen.says(TABLES[language].top.large), phone.screen.words);
    }
    phone.offline = true;
    await phone.open('/pages/chat/chat');
    assert.ok(phone.screen.says(TABLES[language].api.offline), phone.screen.words);
    assert.deepStrictEqual([...phone.languages], [language]);
  }
});

test('a language is chosen under 我的, all pages follow, and it is kept', async () => {
  await phone.start();
  await phone.open('/pages/my/my');
  await phone.press('繁體中文');
  assert.deepStrictEqual(phone.stack.map((one) => one.name), ['my'], 'no page stays open in the old language');
  assert.strictEqual(phone.page.title, '申請');
  assert.ok(phone.screen.has('這是別人的手機，退出'), phone.screen.words);
  await phone.press('English');
  assert.ok(phone.screen.has('This is not my phone, sign out'), phone.screen.words);
  assert.deepStrictEqual(phone.screen.rows().filter((one) => one.attribute('aria-checked')).map((one) => one.name), ['English']);
  assert.deepStrictEqual([...phone.languages], ['zh-Hans', 'zh-Hant', 'en']);
  await phone.reopen();
  assert.strictEqual(phone.screen.heading, 'Hard times at home? Tell us');
});

test('what is read aloud on an English page has an English voice, and Chinese a Chinese one', async () => {
  const voices = [];
  phone.plugin = {
    textToSpeech: ({ lang, content, success }) => {
      voices.push([lang, CHINESE.test(content)]);
      success({ filename: 'voice.mp3' });
    },
  };
  let end;
  global.wx.createInnerAudioContext = () => ({ onEnded: (act) => (end = act), onError() {}, play: () => setTimeout(end, 0), destroy() {} });
  await phone.start({ language: 'en' });
  await phone.press('Listen');
  await phone.open('/pages/policy/policy?id=subsistence-allowance');
  await phone.press('Listen');
  await new Promise((resolve) => setTimeout(resolve, 100));
  phone.plugin = null;
  assert.ok(voices.some(([lang]) => lang === 'en_US') && voices.some(([lang]) => lang === 'zh_CN'), voices.join('|'));
  voices.forEach(([lang, isChinese]) => assert.strictEqual(lang === 'zh_CN', isChinese));
});
