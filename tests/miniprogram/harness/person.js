/** A person who fills in whatever page comes: reads the heading, does what it asks, presses the button. */
const assert = require('node:assert');

const MOST_PAGES = 60;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
let serial = 0;
/** The ID number that each person gave last, by name. @type {Map<string, string>} */
const given = new Map();

/** An ID number with a right last sign, in an area code that is given to nobody. */
function idNumber(birth) {
  serial += 2;
  const digits = `990000${birth}${String(serial + 1).padStart(3, '0')}`;
  const total = [...digits].reduce((sum, digit, place) => sum + Number(digit) * WEIGHTS[place], 0);
  return digits + '10X98765432'[total % 11];
}

/** A name drawn with a finger, on a box 320 wide. */
function drawName(phone) {
  const pad = phone.screen.nodes.find((one) => one.tag === 'wx-canvas');
  const touch = (event, x, y) => pad.fire(event, {}, event === 'touchend' ? [] : [{ x, y }]);
  [[[40, 40], [120, 60], [220, 60], [280, 150]], [[60, 150], [200, 160]]].forEach((stroke) => {
    stroke.forEach(([x, y], place) => touch(place ? 'touchmove' : 'touchstart', x, y));
    touch('touchend');
  });
}

/** What to do on a page, by its heading. @type {[RegExp, (phone: any) => Promise<void>][]} */
const HABITS = [
  [/敏感信息/, (phone) => phone.press('都同意')],
  [/身份证号是多少/, identify],
  [/叫什么名字/, (phone) => answer(phone, '叫什么名字', /父亲/.test(phone.screen.heading) ? '王老栓' : '王大山')],
  [/电话/, (phone) => answer(phone, '电话', '13800000001')],
  [/住在哪儿/, (phone) => answer(phone, '住在哪儿', '张店区某村 1 号')],
  [/银行卡|要跟镇街说/, (phone) => phone.press('下一步')],
  [/这些人吗/, (phone) => phone.press('就这些人')],
  [/拍一下/, (phone) => phone.press('以后再交')],
  [/材料都在这里|没有要您拍的材料/, (phone) => phone.press('下一步')],
  [/看完这份授权书/, readToTheEnd],
  [/签上您的名字|请.*签名|签个承诺/, sign],
];

async function identify(phone) {
  const isFather = /父亲/.test(phone.screen.heading);
  const number = idNumber(isFather ? '19480305' : '19700101');
  given.set(isFather ? '王老栓' : '王大山', number);
  await answer(phone, '身份证号', number);
}

/** The ID number that somebody of this name gave. */
const idOf = (name) => given.get(name);

async function answer(phone, label, value) {
  await phone.type(label, value);
  await phone.press('下一步');
}

async function readToTheEnd(phone) {
  phone.scrollToEnd();
  await phone.settle();
  await phone.press('看完了，去签名');
}

async function sign(phone) {
  drawName(phone);
  await phone.settle();
  await phone.press(phone.screen.rows().some((one) => one.name === '我看完了，我承诺') ? '我看完了，我承诺' : '我看完了，同意授权');
  await phone.press('签好了');
}

/** Any list: what is chosen stays, otherwise the last row. */
async function choose(phone) {
  const rows = phone.screen.rows();
  if (rows.length && !rows.some((one) => one.attribute('aria-checked'))) await phone.press(rows[rows.length - 1].name);
  await phone.press('下一步');
}

/** Every page up to the last one before submitting; their headings. */
async function fillIn(phone, until = /再看一遍/) {
  const seen = [];
  while (!until.test(phone.screen.heading)) {
    const { heading } = phone.screen;
    assert.ok(seen.length < MOST_PAGES, seen.join('\n'));
    assert.ok(!phone.page.component.data.trouble, `${heading}: ${JSON.stringify(phone.page.component.data.trouble)}`);
    seen.push(`${phone.at}: ${heading}`);
    const habit = HABITS.find(([asks]) => asks.test(heading));
    await (habit ? habit[1](phone) : choose(phone));
  }
  return seen;
}

module.exports = { idOf, fillIn, idNumber, drawName };
