/** The whole application, from one sentence to a status and what comes after, against the real server. */
const test = require('node:test');
const assert = require('node:assert');
const { phone } = require('./harness/phone');
const { drawName, fillIn, idOf } = require('./harness/person');

const SAID = '俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地';

/** Says it, fills everything in and submits; the number. */
async function submit() {
  await phone.start();
  await phone.type('说说家里的难处', SAID);
  await phone.press('问一问');
  await phone.open('/pages/apply/apply');
  const seen = await fillIn(phone);
  assert.ok(seen.some((one) => one.startsWith('sign: ')), seen.join('\n'));
  assert.ok(!/990000\d{6}/.test(phone.screen.words), 'an ID number is shown masked');
  await phone.press('交上去');
  assert.strictEqual(phone.screen.heading, '交上去了');
  return /ZB \w{5} \w{5}/.exec(phone.screen.words)[0].replaceAll(' ', '');
}

test('somebody says one sentence, applies, signs with a finger, and sees where it stands', async () => {
  const number = await submit();
  await phone.press('查查办到哪一步了');
  assert.strictEqual(phone.at, 'my');
  await phone.press('已经交上去了');
  assert.strictEqual(phone.at, 'status');
  assert.strictEqual(phone.screen.heading, '已经交上去了');
  assert.ok(phone.screen.says(number.slice(2, 7)));
  assert.ok(phone.screen.says('一步一步看'));

  await phone.press('家里有变化，说一声');
  await phone.press('搬家了');
  await phone.type('现在住在哪儿', '张店区某村 9 号');
  await phone.press('记下来');
  assert.ok(phone.screen.says('张店区某村 9 号'), phone.screen.words);
  await phone.press('回到进度');

  await phone.press('谁看过我的情况');
  assert.match(phone.screen.heading, /谁看过/);
  await phone.press('回到进度');

  await phone.press('不想申请了');
  await phone.press('撤回勾上的');
  assert.ok(phone.screen.says('先勾上要撤回哪一样'));
  await phone.press(phone.screen.rows()[0].name);
  await phone.press('撤回勾上的');
  assert.ok(phone.screen.says('撤回'), phone.screen.words);
});

test('a signature is taken back and given again', async () => {
  const number = await submit();
  await phone.open(`/pages/status/status?number=${number}`);
  await phone.press('谁签了授权书');
  await phone.press('看看王');
  assert.match(phone.screen.heading, /签好了/);
  await phone.press('收回授权');
  await phone.type('写上姓名', '王大山');
  await phone.type('身份证号最后 4 位', idOf('王大山').slice(-4));
  await phone.press('我是本人或者签字的监护人，要收回授权');
  await phone.press('收回授权');
  assert.match(phone.screen.heading, /签上您的名字/);
  drawName(phone);
  await phone.settle();
  await phone.press('我看完了，同意授权');
  await phone.press('签好了');
  assert.match(phone.screen.heading, /签好了/);
});

test('what was filled in waits for whoever comes back, on a phone that lost its net in between', async () => {
  await phone.start();
  await phone.type('说说家里的难处', SAID);
  await phone.press('问一问');
  await phone.open('/pages/apply/apply');
  await fillIn(phone, /身份证号/);
  const asked = phone.screen.heading;
  phone.offline = true;
  await phone.type('身份证号', '1');
  await phone.press('下一步');
  assert.ok(phone.screen.says('没连上网，您填的还在'));
  phone.offline = false;
  await phone.press('下一步');
  assert.ok(!phone.screen.says('没连上网'));
  await phone.open('/pages/my/my');
  await phone.press('接着填没交完的');
  assert.strictEqual(phone.screen.heading, asked);
});

test('another phone finds it by its number, and a wrong tail is refused', async () => {
  const number = await submit();
  const tail = idOf('王大山').slice(-4);
  await phone.start();
  await phone.open('/pages/my/my');
  await phone.type('申请编号', number);
  await phone.type('后 4 位', '0000');
  await phone.press('查一下');
  assert.ok(phone.screen.says('没查到'));
  await phone.type('后 4 位', tail);
  await phone.press('查一下');
  assert.strictEqual(phone.at, 'status');
  assert.strictEqual(phone.screen.heading, '已经交上去了');
});
