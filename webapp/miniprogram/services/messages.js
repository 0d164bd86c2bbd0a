/** Messages in WeChat, each of which a citizen agrees to: asked when an application was submitted, and on its page. */
const session = require('./session');

/** @type {string[]} */
let templates = [];

/** Whether there is anything to ask for. @returns {Promise<boolean>} */
async function mayAsk() {
  try {
    templates = (await session.get('messages')).templates.map((/** @type {{id: string}} */ one) => one.id);
  } catch (error) {
    templates = [];
  }
  return templates.length > 0;
}

/** WeChat's own question, at the press of a button as it has to be. Whether any was agreed to. @returns {Promise<boolean>} */
function ask() {
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds: templates,
      success: (answers) => resolve(note(/** @type {any} */ (answers))),
      fail: () => resolve(false),
    });
  });
}

/** @param {{[template: string]: string}} answers */
async function note(answers) {
  const agreed = templates.filter((one) => answers[one] === 'accept');
  const refused = templates.filter((one) => answers[one] === 'reject');
  try {
    await session.post('messages', { agreed, refused });
  } catch (error) {
    return false;
  }
  return agreed.length > 0;
}

module.exports = { mayAsk, ask };
