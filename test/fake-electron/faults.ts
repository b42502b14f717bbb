/**
 * Faults for the boot checks to find: each is one change to the built shell that weakens it, and the check that must
 * notice. A change that no longer applies is an error, so this list follows the sources.
 */
export type Fault = {
  readonly name: string;
  readonly file: 'main.cjs' | 'preload.cjs';
  readonly from: string;
  readonly to: string;
  /** The check that must turn red; `the shell starts` when Electron itself would refuse. */
  readonly caughtBy: string;
};

const WINDOWS = 'every window is shut off from Node';
const CALLS = 'only the main frame of our window may call';
const AWAY = 'no page leads away';
const PERMISSIONS = 'no permission is given, neither asked for nor looked up';
const POLICY = 'the page comes with the strict policy';
const STARTS = 'the shell starts';

export const FAULTS: readonly Fault[] = [
  main('the sandbox is off', 'sandbox: true', 'sandbox: false', WINDOWS),
  main('the context is not isolated', 'contextIsolation: true', 'contextIsolation: false', WINDOWS),
  main('Node is in the page', 'nodeIntegration: false', 'nodeIntegration: true', WINDOWS),
  main(
    'the sandbox is not asked for everything',
    'electron.app.enableSandbox();',
    '',
    'the sandbox is on for everything, before anything starts',
  ),
  main('no sender is checked', 'isTrusted(event, new Set(windows.keys())) ?', 'true ?', CALLS),
  main('frames within the page may call', 'frame.parent === null && ', '', CALLS),
  main('any window may call', 'windows.has(event.sender.id) && ', '', CALLS),
  main(
    'the origin is compared by its beginning',
    'frame.origin === "app://archive"',
    'frame.origin.startsWith("app://archive")',
    CALLS,
  ),
  main(
    'a URL is ours when it has our name in it',
    'if (!isOurs(event.url))',
    'if (!event.url.includes("app://archive"))',
    AWAY,
  ),
  main('redirects are not looked at', 'contents.on("will-redirect", stay);', '', AWAY),
  main('windows may be opened', 'action: "deny"', 'action: "allow"', 'no window is opened by a page'),
  main(
    'guests may be attached',
    'contents.on("will-attach-webview", (event) => event.preventDefault());',
    '',
    'no guest is attached',
  ),
  main('permissions are given', 'answer(false)', 'answer(true)', PERMISSIONS),
  main(
    'permissions look as if given',
    'setPermissionCheckHandler(() => false)',
    'setPermissionCheckHandler(() => true)',
    PERMISSIONS,
  ),
  main(
    'files may be downloaded',
    'if (!isMadeHere(item.getURL())) event.preventDefault();',
    '',
    'nothing is downloaded',
  ),
  main('the page comes without a policy', '"content-security-policy": PAGE_POLICY', '', POLICY),
  main('scripts may stand in the page', `"script-src 'self'"`, `"script-src 'self' 'unsafe-inline'"`, POLICY),
  main(
    'the scheme bypasses the policy',
    'secure: true,',
    'secure: true, bypassCSP: true,',
    'the scheme bypasses nothing',
  ),
  main(
    'the session is used before Electron is ready',
    'electron.app.whenReady().then(start)',
    'start()',
    STARTS,
  ),
  main(
    'the scheme is registered too late',
    'registerScheme();\n',
    'electron.app.whenReady().then(registerScheme).catch(giveUp);\n',
    STARTS,
  ),
  main('the preload is missing', '"preload.cjs"', '"preload.js"', STARTS),
  main(
    'quitting waits for nothing',
    'event.preventDefault();\n\t\thost.stop()',
    'host.stop()',
    'quitting waits until everything is closed, and frees the data folder',
  ),
  main(
    'the key of the machine lies open',
    'sealer: await systemSealer(),',
    '',
    'the key of the machine is sealed, and lies nowhere else',
  ),
  {
    name: 'the preload gives away Electron itself',
    file: 'preload.cjs',
    from: 'electron.contextBridge.exposeInMainWorld(',
    to: 'electron.contextBridge.exposeInMainWorld("ipc", electron.ipcRenderer); electron.contextBridge.exposeInMainWorld(',
    caughtBy: 'the preload gives the page one object and nothing of Electron',
  },
];

function main(name: string, from: string, to: string, caughtBy: string): Fault {
  return { name, file: 'main.cjs', from, to, caughtBy };
}
