/**
 * Starts the real server as `make run` does, with a sandbox in the place of WeChat and the others, on free ports
 * and a directory of its own; runs the tests against it; stops both.
 */
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const REPOSITORY = path.resolve(__dirname, '../..');
const OWN_PYTHON = path.join(REPOSITORY, '.venv/bin/python');
const PYTHON = process.env.ZIZHUNI_PYTHON || (fs.existsSync(OWN_PYTHON) ? OWN_PYTHON : 'python3');
const START_SECONDS = 40;
const GATEWAYS = { WECHAT_API_URL: 'wechat', SMS_URL: 'sms', VERIFICATION_URL: 'verification', IDENTITY_URL: 'identity', PROVINCE_URL: 'province' };

const children = [];

function start(argumentsOf, env, log) {
  const child = spawn(PYTHON, ['-m', 'webapp.cli', ...argumentsOf], {
    cwd: REPOSITORY,
    env: { ...process.env, PYTHONPATH: REPOSITORY, ...env },
    stdio: ['ignore', 'pipe', log],
  });
  children.push(child);
  return child;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(String(port)));
    });
  });
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data).trim()));
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
}

async function waitUntilHealthy(url, child) {
  const until = Date.now() + START_SECONDS * 1000;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer && answer.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not answer');
}

async function main() {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'zizhuni-miniprogram-'));
  const logFile = path.join(place, 'server.log');
  const log = fs.openSync(logFile, 'w');
  let code = 1;
  try {
    const sandbox = await firstLine(start(['sandbox'], {}, log));
    const port = await freePort();
    const env = { DATA_DIR: place, PORT: port };
    Object.entries(GATEWAYS).forEach(([name, part]) => {
      env[name] = `${sandbox}/${part}`;
    });
    const server = start(['serve', '--demo'], env, log);
    server.stdout.resume();
    const url = `http://127.0.0.1:${port}`;
    await waitUntilHealthy(url, server);
    code = test({ ...process.env, ...env, ZIZHUNI_URL: url, ZIZHUNI_SANDBOX: sandbox, ZIZHUNI_PYTHON: PYTHON });
  } catch (error) {
    console.error(error, fs.readFileSync(logFile, 'utf8').slice(-2000));
  } finally {
    await stop();
    fs.rmSync(place, { recursive: true, force: true });
  }
  process.exitCode = code;
}

function test(env) {
  const wanted = process.argv.slice(2);
  const files = wanted.length ? wanted : fs.readdirSync(__dirname).filter((one) => one.endsWith('.test.js'));
  const paths = files.map((one) => path.join(__dirname, one));
  return spawnSync(process.execPath, ['--test', ...paths], { stdio: 'inherit', env }).status;
}

function stop() {
  return Promise.all(
    children.map(
      (child) =>
        new Promise((resolve) => {
          if (child.exitCode !== null) return resolve();
          child.once('exit', resolve);
          return child.kill('SIGTERM');
        }),
    ),
  );
}

main();
