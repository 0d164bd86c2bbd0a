/**
 * A phone with the mini-program: the simulator renders its pages, `wx` is bridged to real HTTP and to what a
 * phone has (storage, pages on top of each other, a voice). One a process, as on a phone.
 */
require('./dom');
const fs = require('node:fs');
const path = require('node:path');
const simulate = require('miniprogram-simulate');
const { Screen } = require('./screen');

const ROOT = path.resolve(__dirname, '../../../webapp/miniprogram');
const SERVER = process.env.ZIZHUNI_URL;
const SANDBOX = process.env.ZIZHUNI_SANDBOX;

require(path.join(ROOT, 'config')).server = SERVER;

let codes = 0;
const components = new Map();

const phone = {
  screenOf: null,
  stack: [],
  storage: new Map(),
  offline: false,
  scale: 1,
  /** As WeChat says which language it is set to. */
  language: 'zh_CN',
  openid: '',
  plugin: null,
  asked: [],
  calls: [],
  /** The languages in which answers were asked for. */
  languages: new Set(),
  pending: 0,
  watched: [],

  /** Somebody with a phone of their own opens the mini-program. */
  async start({ openid = `m-${process.pid}-${Date.now()}-${(codes += 1)}`, language = 'zh_CN' } = {}) {
    while (this.stack.length) this.drop();
    Object.assign(this, { openid, language, offline: false, scale: 1, asked: [], calls: [], languages: new Set(), answers: {} });
    this.storage.clear();
    require(path.join(ROOT, 'services/session')).forget();
    launch();
    await this.open('/pages/index/index');
  },

  /** Whoever closed the mini-program opens it again; what it keeps is still there. */
  async reopen() {
    while (this.stack.length) this.drop();
    launch();
    await this.open('/pages/index/index');
  },

  get page() {
    return this.stack[this.stack.length - 1];
  },

  get screen() {
    return this.page.screen;
  },

  /** The page that is open, without its folder: home, chat, apply. */
  get at() {
    return this.page.name;
  },

  async open(url) {
    push(url);
    await this.settle();
  },

  async press(name) {
    this.screen.press(name);
    await this.settle();
  },

  async type(label, value) {
    this.screen.type(label, value);
    await this.settle();
  },

  /** Whoever scrolls to the end has everything in view that a page watches for. */
  scrollToEnd() {
    this.watched.splice(0).forEach((see) => see({ intersectionRatio: 1 }));
  },

  drop() {
    const gone = this.stack.pop();
    gone.component.instance.onUnload && gone.component.instance.onUnload();
    gone.component.detach();
  },

  /** Until everything that was begun has come to an end: no request on its way, nothing queued. */
  async settle() {
    for (let quiet = 0; quiet < 3; ) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      quiet = this.pending ? 0 : quiet + 1;
    }
  },
};

function launch() {
  global.App = (app) => app.onLaunch();
  delete require.cache[require.resolve(path.join(ROOT, 'app.js'))];
  require(path.join(ROOT, 'app.js'));
}

/** The simulator makes ready only what was there when the page was put up. */
function completed(definition) {
  const { attached, ready, ...others } = definition.lifetimes || {};
  const lifetimes = {
    ...others,
    attached() {
      complete(this);
      if (attached) attached.call(this);
      if (ready) later(() => ready.call(this));
    },
  };
  return { ...definition, lifetimes };
}

['Component', 'Behavior'].forEach((kind) => {
  const define = global[kind];
  global[kind] = (definition) => define(completed(definition));
});

function load(file) {
  if (!components.has(file)) {
    components.set(file, simulate.load(path.join(ROOT, file), { rootPath: ROOT, compiler: 'official' }));
  }
  return components.get(file);
}

/** What the simulator's components lack: a box has a size, and what is watched comes into view when scrolled to. */
function complete(instance) {
  const width = 320;
  instance.createSelectorQuery = () => ({
    select: () => ({ fields: (_wanted, tell) => ({ exec: () => later(() => tell({ width, height: 200, node: null })) }) }),
  });
  instance.createIntersectionObserver = () => ({
    relativeToViewport: () => ({ observe: (_selector, see) => phone.watched.push(see) }),
    disconnect() {},
  });
}

/** One component by itself, with these properties. */
function mount(file, properties) {
  const component = simulate.render(load(file), properties);
  const place = document.createElement('div');
  document.body.appendChild(place);
  component.attach(place);
  return { component, screen: new Screen(place) };
}

function push(url) {
  const [file, query = ''] = url.replace(/^\//, '').split('?');
  if (!JSON.parse(fs.readFileSync(path.join(ROOT, 'app.json'))).pages.includes(file)) {
    throw new Error(`${file} is not a page of app.json`);
  }
  const options = Object.fromEntries(new URLSearchParams(query));
  const { component, screen } = mount(file, options);
  const page = { name: file.split('/')[1], file, options, component, screen };
  phone.stack.push(page);
  const { instance } = component;
  if (instance.onLoad) instance.onLoad(options);
  if (instance.onShow) instance.onShow();
  return page;
}

function later(act) {
  phone.pending += 1;
  Promise.resolve()
    .then(act)
    .catch((error) => console.error(error))
    .finally(() => {
      phone.pending -= 1;
    });
}

async function answerOf(options, act) {
  try {
    if (phone.offline) throw new Error('offline');
    options.success(await act());
  } catch (error) {
    options.fail({ errMsg: `request:fail ${error.message}` });
  }
}

async function bodyOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    return text;
  }
}

Object.assign(global.wx, {
  request(options) {
    later(() =>
      answerOf(options, async () => {
        const { method, header: headers, data: body } = options;
        const response = await fetch(options.url, { method, headers, body });
        phone.languages.add(headers['Accept-Language']);
        phone.calls.push(`${method} ${new URL(options.url).pathname} ${response.status}`);
        return { statusCode: response.status, data: await bodyOf(response), header: {} };
      }),
    );
  },
  uploadFile(options) {
    later(() =>
      answerOf(options, async () => {
        const form = new FormData();
        Object.entries(options.formData || {}).forEach(([name, value]) => form.append(name, value));
        form.append(options.name, new Blob([fs.readFileSync(options.filePath)]), path.basename(options.filePath));
        const response = await fetch(options.url, { method: 'POST', headers: options.header, body: form });
        phone.languages.add(options.header['Accept-Language']);
        phone.calls.push(`POST ${new URL(options.url).pathname} ${response.status}`);
        return { statusCode: response.status, data: await response.text() };
      }),
    );
  },
  login(options) {
    later(async () => {
      if (phone.offline) return options.fail({ errMsg: 'login:fail' });
      const code = `code-${process.pid}-${Date.now()}-${(codes += 1)}`;
      await switchSandbox({ codes: { [code]: phone.openid } });
      return options.success({ code, errMsg: 'login:ok' });
    });
  },
  getStorageSync: (key) => (phone.storage.has(key) ? phone.storage.get(key) : ''),
  setStorageSync: (key, value) => phone.storage.set(key, value),
  removeStorageSync: (key) => phone.storage.delete(key),
  getAppBaseInfo: () => ({ language: phone.language, fontSizeScaleFactor: phone.scale, fontSizeSetting: 17 * phone.scale }),
  navigateTo: ({ url }) => later(() => push(url)),
  redirectTo: ({ url }) =>
    later(() => {
      phone.drop();
      push(url);
    }),
  reLaunch: ({ url }) =>
    later(() => {
      while (phone.stack.length) phone.drop();
      push(url);
    }),
  navigateBack: () =>
    later(() => {
      phone.drop();
      const { instance } = phone.page.component;
      if (instance.onShow) instance.onShow();
    }),
  showModal: (options) => {
    phone.asked.push(options.content);
    return Promise.resolve({ confirm: phone.answers.modal !== false, cancel: phone.answers.modal === false });
  },
  makePhoneCall: ({ phoneNumber }) => phone.calls.push(`tel ${phoneNumber}`),
  pageScrollTo() {},
  setNavigationBarTitle: ({ title }) => {
    phone.page.title = title;
  },
});

global.requirePlugin = (name) => {
  if (!phone.plugin) throw new Error(`plugin ${name} is not there`);
  return phone.plugin;
};

async function switchSandbox(what) {
  const headers = { 'content-type': 'application/json' };
  const sent = { method: 'POST', headers, body: JSON.stringify(what) };
  const answer = await fetch(`${SANDBOX}/wechat/sandbox`, sent);
  if (!answer.ok) throw new Error(`the sandbox says ${answer.status}`);
}

/** The real server's answer, for whoever wants it without a page. */
async function ask(path_) {
  const answer = await fetch(`${SERVER}/api/v1/${path_}`);
  return answer.json();
}

module.exports = { phone, mount, load, ask, switchSandbox, ROOT };
