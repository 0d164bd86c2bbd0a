/** What the mini-program asks in a citizen's place. The assistant understands Chinese, so these are in no other language. */
module.exports = { mayWeGet: (/** @type {string} */ policy) => `${policy}，我家符合吗` };
