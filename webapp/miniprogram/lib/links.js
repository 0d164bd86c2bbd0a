/** Where links lead in the mini-program. The server names places by the addresses of its pages in a browser. */

/** @typedef {{label: string, action: string, target?: string}} Link */

const ACTIONS = /** @type {{[action: string]: string}} */ ({
  apply: '/apply',
  result: '/result',
  status: '/status',
  home: '/',
});

/** @type {[RegExp, (found: RegExpExecArray) => string][]} */
const PLACES = [
  [/^\/apply\/documents(?:\/(\d+))?(?:\?all=1)?$/, (found) => `/pages/documents/documents?place=${found[1] || ''}`],
  [/^\/apply\/data$/, () => '/pages/status/status?place=data'],
  [/^\/apply\/([a-z-]+(?:\/\d+)?(?:\?way=\w*)?)$/, (found) => `/pages/apply/apply?step=${encodeURIComponent(found[1])}`],
  [/^\/apply(\?.*)?$/, (found) => `/pages/apply/apply${found[1] || ''}`],
  [/^\/policies\/([\w-]+)(?:\/slip)?$/, (found) => `/pages/policy/policy?id=${found[1]}`],
  [/^\/status\/(ZB\w+)$/, (found) => `/pages/status/status?number=${found[1]}`],
  [/^\/status(\/.*)?$/, () => '/pages/my/my'],
  [/^\/result$/, () => '/pages/result/result'],
  [/^\/chat$/, () => '/pages/chat/chat'],
  [/^\/policies|^\/groups/, () => '/pages/policies/policies'],
];

/** @param {string} address @returns {string} the page for an address */
function placeOf(address) {
  for (const [shape, page] of PLACES) {
    const found = shape.exec(address);
    if (found) return page(found);
  }
  return '/pages/index/index';
}

/** @param {Link} link @returns {string} a page, or nothing where the link is said as words */
function pageOf(link) {
  const target = link.target || '';
  if (link.action === 'more') return '';
  if (link.action === 'policy') return placeOf(`/policies/${target}`);
  return placeOf(target.startsWith('/') ? target : ACTIONS[link.action] || '/');
}

/** @type {[RegExp, (found: RegExpExecArray) => string][]} */
const FOLLOWED = [
  [/^\/status\/([a-z]+(?:\/[\w-]+)?)$/, (found) => found[1]],
  [/^\/sign\/(\d+)\/(link|withdraw)$/, (found) => `sign-${found[2]}/${found[1]}`],
  [/^\/sign\/(\d+)(\?way=\w*)?$/, (found) => `sign/${found[1]}${found[2] || ''}`],
  [/^\/my\/data$/, () => 'data'],
];

/** @param {string} address @returns {string} which page of what was submitted it is, or nothing where it leads away */
function followed(address) {
  for (const [shape, place] of FOLLOWED) {
    const found = shape.exec(address);
    if (found) return place(found);
  }
  return '';
}

module.exports = { followed, pageOf, placeOf };
