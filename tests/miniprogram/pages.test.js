/** Pages one by one, rendered in the simulator with answers of the real server. */
const test = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { phone, ask, ROOT } = require('./harness/phone');

const SAID = '俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地';
const MOST_BYTES = 1024 * 1024;

async function talk(words = SAID) {
  await phone.start();
  await phone.type('说说家里的难处', words);
  await phone.press('问一问');
}

test('home asks for one sentence and leads to the chat', async () => {
  await phone.start();
  assert.strictEqual(phone.screen.heading, '家里有啥难处， 跟我说说');
  await talk();
  assert.strictEqual(phone.at, 'chat');
  assert.ok(phone.screen.says('父亲 78 岁'));
  assert.ok(phone.screen.says('最低生活保障'));
});

test('danger comes first, with numbers that dial', async () => {
  await talk('我不想活了，药都买好了');
  const words = phone.screen.words;
  assert.ok(words.indexOf('120') > 0 && words.indexOf('120') < 400, words);
  await phone.press('120');
  assert.ok(phone.calls.some((one) => one.startsWith('tel 120')), phone.calls.join());
});

test('a chip that is wrong is mended, and the result follows', async () => {
  await talk();
  await phone.press('父亲 78 岁');
  assert.strictEqual(phone.at, 'fact');
  await phone.type('照实写', '72');
  await phone.press('改好了');
  assert.strictEqual(phone.at, 'chat');
  assert.ok(phone.screen.says('父亲 72 岁'), phone.screen.words);
  await phone.open('/pages/result/result');
  assert.ok(phone.screen.says('父亲'), phone.screen.words);
});

test('a question is answered by a row, and the next one comes', async () => {
  await talk();
  const asked = phone.screen.words;
  await phone.press(phone.screen.rows()[0].name);
  await phone.press('选好了');
  assert.notStrictEqual(phone.screen.words, asked);
  assert.ok(phone.screen.says('我听明白的'));
});

test('groups lead to policies, a search finds by any wording, and nothing found is said kindly', async () => {
  await phone.start();
  await phone.press('看看都有哪些帮助');
  const { groups } = await ask('groups');
  groups.forEach((one) => assert.ok(phone.screen.says(one.name), one.name));
  await phone.press(groups[0].name);
  assert.strictEqual(phone.screen.heading, groups[0].name);
  await phone.open('/pages/policies/policies');
  await phone.type('找一项帮助', '低保');
  await phone.press('找');
  assert.match(phone.screen.heading, /找到 \d+ 项/);
  await phone.type('找一项帮助', '嗡嗡嗡嗡');
  await phone.press('找');
  assert.ok(phone.screen.says('换个说法试试'));
});

test('every policy has its page, with figures and sources as the server has them', async () => {
  await phone.start();
  const { policies } = await ask('policies');
  assert.strictEqual(policies.length, 51);
  for (const { id, name } of policies) {
    await phone.open(`/pages/policy/policy?id=${id}`);
    assert.strictEqual(phone.screen.heading, name);
    const leaflet = await ask(`policies/${id}/leaflet`);
    const shown = phone.screen.words.replaceAll(' ', '');
    leaflet.figures.forEach((one) => assert.ok(shown.includes(one.words.replaceAll(' ', '')), `${id}: ${one.words}`));
    assert.ok(phone.screen.says('以当地部门最新公布为准'));
    phone.drop();
  }
});

test('a policy that is none says so and offers to try again', async () => {
  await phone.start();
  await phone.open('/pages/policy/policy?id=moon');
  assert.ok(phone.screen.has('再试一次') || phone.screen.says('没有'), phone.screen.words);
});

test('large type is kept, and follows the size of type of WeChat', async () => {
  await phone.start();
  await phone.press('大字');
  assert.ok(phone.page.component.data.look.large);
  await phone.open('/pages/policies/policies');
  assert.ok(phone.page.component.data.look.large);
  assert.strictEqual(phone.storage.get('large'), true);
  await phone.press('标准字');
  assert.ok(!phone.page.component.data.look.large);
});

test('what is read aloud is the page, in pieces that the voice takes', async () => {
  const said = [];
  phone.plugin = {
    textToSpeech: ({ content, success }) => {
      said.push(content);
      success({ filename: 'voice.mp3' });
    },
  };
  const players = [];
  global.wx.createInnerAudioContext = () => {
    const player = { onEnded: (act) => (player.end = act), onError() {}, play: () => setTimeout(() => player.end(), 0), destroy() {} };
    players.push(player);
    return player;
  };
  await phone.start();
  await phone.open('/pages/policy/policy?id=subsistence-allowance');
  await phone.press('听');
  await new Promise((resolve) => setTimeout(resolve, 100));
  phone.plugin = null;
  assert.ok(said.length > 1 && said.join('').includes('最低生活保障'), said.join('|'));
  assert.ok(said.every((one) => one.length <= 280));
});

test('what is spoken becomes what is sent', async () => {
  let manager;
  phone.plugin = { getRecordRecognitionManager: () => (manager = { start() {}, stop: () => manager.onStop({ result: SAID }) }) };
  await phone.start();
  await phone.press('说');
  await phone.press('说完');
  phone.plugin = null;
  await phone.press('问一问');
  assert.strictEqual(phone.at, 'chat');
  assert.ok(phone.screen.says('父亲 78 岁'));
});

test('without the net every page says so, keeps what was typed, and goes on when it is back', async () => {
  for (const page of ['chat', 'policies', 'my', 'result']) {
    await phone.start();
    phone.offline = true;
    await phone.open(`/pages/${page}/${page}`);
    assert.ok(phone.screen.says('没连上网'), `${page}: ${phone.screen.words}`);
    phone.offline = false;
    await phone.press('再试一次');
    assert.ok(!phone.screen.says('没连上网'), page);
  }
});

test('every page is named, every component is there, and all of it stays small', (t) => {
  const { pages } = JSON.parse(fs.readFileSync(path.join(ROOT, 'app.json'), 'utf8'));
  let bytes = 0;
  for (const file of fs.readdirSync(ROOT, { recursive: true })) {
    const place = path.join(ROOT, file);
    if (!fs.statSync(place).isFile()) continue;
    bytes += fs.statSync(place).size;
    if (file.startsWith('pages/') && file.endsWith('.js')) assert.ok(pages.includes(file.slice(0, -3)), file);
    if (!file.endsWith('.wxml') || file.startsWith('custom')) continue;
    const { usingComponents = {} } = JSON.parse(fs.readFileSync(place.replace(/wxml$/, 'json'), 'utf8'));
    const used = [...fs.readFileSync(place, 'utf8').matchAll(/<(z-[a-z]+)/g)].map((one) => one[1]);
    used.forEach((one) => assert.ok(usingComponents[one], `${file} shows ${one}`));
  }
  t.diagnostic(`${bytes} bytes of ${MOST_BYTES}`);
  assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
});
