/**
 * Runs before every script of package.json: brings a fresh machine to where the script can work, or says in plain words
 * what is missing. It has no dependencies and runs on Node 20, because the Node that everything else runs on comes with
 * the dependencies. It talks on stderr only, so that `npm run -s qoima -- … --json` prints JSON and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const NEEDED_NODE = 24;
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const RUSSIAN_MODELS = ['5', '4.00'].map(
  (version) => `/usr/share/tesseract-ocr/${version}/tessdata/rus.traineddata`,
);
/** The script that this runs before, such as `start`; empty when run by hand. */
const SCRIPT = (process.env.npm_lifecycle_event ?? '').replace(/^pre/, '');

installDependencies();
checkNode();
installSystemPackages();

function say(text) {
  process.stderr.write(`Qoima: ${text}\n`);
}

function stop(text) {
  say(text);
  process.exit(1);
}

/** Both outputs go to stderr; an input would let a question wait for ever. */
function run(command, args, env = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
  });
  return done.status === 0;
}

function npm(...args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && /\.c?js$/.test(script)) return run(process.execPath, [script, ...args]);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}

function installDependencies() {
  if (areDependenciesThere()) return;
  say('installing the dependencies (npm ci); this happens once …');
  if (!npm('ci', '--no-audit', '--no-fund', '--loglevel=error') || !areDependenciesThere()) {
    stop(
      'the dependencies could not be installed. Look at the lines above; a line to the npm registry is needed once.',
    );
  }
}

/** Whether what lies in `node_modules` is what the lock file names; dates of files say nothing after a `git clone`. */
function areDependenciesThere() {
  const installed = packagesIn('node_modules/.package-lock.json');
  const wanted = packagesIn('package-lock.json');
  if (wanted === undefined)
    stop('package-lock.json is missing or damaged: this is not a whole copy of the sources.');
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    // Packages for other systems are in the lock file and rightly not in the folder.
    const there = installed[place];
    return place === '' || (there === undefined ? entry.optional === true : there.version === entry.version);
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The script that follows runs on the `node` of `node_modules/.bin`, which npm puts first; it must be there and new enough. */
function checkNode() {
  if (hasOwnNode()) return;
  say('Node 24 is not among the dependencies yet: installing it …');
  if (npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error') && hasOwnNode()) return;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_NODE) return;
  stop(
    `this needs Node ${NEEDED_NODE}, and the Node here is ${process.versions.node}. It should have come with the package ` +
      '"node", whose install script did not run. Allow it ("npm config set ignore-scripts false") and run "npm ci", or ' +
      `install Node ${NEEDED_NODE} from https://nodejs.org.`,
  );
}

function hasOwnNode() {
  try {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'node_modules/node/package.json'), 'utf8'));
    const link = path.join(ROOT, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
    return Number(version.split('.')[0]) >= NEEDED_NODE && existsSync(link);
  } catch {
    return false;
  }
}

/** A window is opened by `start` where there is a screen; tests and measurements open theirs without one. */
function needsBrowser() {
  if (process.platform !== 'linux') return false;
  if (SCRIPT === 'start')
    return hasScreen() && !existsSync(path.join(ROOT, 'node_modules/electron/dist/electron'));
  return SCRIPT === 'test' || SCRIPT === 'bench' || SCRIPT === 'torture';
}

/** The model that reads Russian is in no package of npm; where it cannot be had, the program says so when asked to read Russian. */
function lacksRussianModel() {
  const isWanted = ['start', 'build', 'test', 'bench', 'torture'].includes(SCRIPT);
  if (process.platform !== 'linux' || !isWanted || !isInPath('apt-get') || process.getuid() !== 0)
    return false;
  return !RUSSIAN_MODELS.some((file) => existsSync(file));
}

function hasScreen() {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function installSystemPackages() {
  const missing = [];
  if (needsBrowser()) {
    if (!BROWSERS.some(isInPath)) missing.push('chromium');
    // Without any font a window shows boxes; this one has all letters of Kazakh and Russian.
    if (!hasFonts()) missing.push('fonts-dejavu-core');
  }
  if (lacksRussianModel()) missing.push('tesseract-ocr-rus');
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isInPath('apt-get')) {
    say(`${missing.join(' and ')} must be installed with this system's package manager.`);
    return;
  }
  if (process.getuid() !== 0) {
    say(`${missing.join(' and ')} is missing. Please run: sudo ${command}`);
    return;
  }
  say(`installing ${missing.join(' and ')} (${command}) …`);
  const [program, ...args] = command.split(' ');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (run(program, args, env)) return;
  if (run('apt-get', ['update', '-q'], env) && run(program, args, env)) return;
  say(`${missing.join(' and ')} could not be installed. Please install it by hand: ${command}`);
}

function isInPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return [...folders, '/usr/bin'].some((folder) => existsSync(path.join(folder, name)));
}

function hasFonts() {
  return ['/usr/share/fonts', '/usr/local/share/fonts', path.join(process.env.HOME ?? '/', '.fonts')].some(
    (folder) => existsSync(folder) && readdirSync(folder).length > 0,
  );
}
