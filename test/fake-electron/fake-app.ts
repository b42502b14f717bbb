/** The application, its session and its menus, as far as the shell uses them. */
import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { handlers, mustBe, protocols, record, state } from './fake-state.ts';

class FakeApp
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'enableSandbox'
      | 'exit'
      | 'getAppPath'
      | 'getPath'
      | 'getPreferredSystemLanguages'
      | 'getVersion'
      | 'quit'
      | 'requestSingleInstanceLock'
      | 'setPath'
      | 'whenReady'
    >
{
  readonly paths = new Map<string, string>();

  enableSandbox(): void {
    mustBe('before', 'app.enableSandbox');
    record('app.enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    record('app.requestSingleInstanceLock');
    return process.env['FAKE_SECOND_INSTANCE'] === undefined;
  }
  setPath(name: string, folder: string): void {
    if (name === 'userData') mustBe('before', 'app.setPath(userData)');
    if (!existsSync(folder)) throw new Error(`no folder at ${folder}`);
    this.paths.set(name, folder);
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? tmpdir();
  }
  getAppPath(): string {
    return process.cwd();
  }
  getVersion(): string {
    return '0.0.0-fake';
  }
  getPreferredSystemLanguages(): string[] {
    return ['kk-KZ'];
  }
  async whenReady(): Promise<void> {
    // Electron is ready when the main script has run to its end, never before.
    await turn();
    state.ready = true;
  }
  exit(code?: number): void {
    record('app.exit', code);
  }
  quit(): void {
    record('app.quit');
    let prevented = false;
    const event = { preventDefault: () => void (prevented = true) };
    this.emit('before-quit', event);
    if (!prevented) this.emit('will-quit', event);
    if (prevented) return;
    record('app.exited');
    this.emit('quit');
  }
}

export const app = new FakeApp();
state.app = app;

export const dialog = {
  showErrorBox(title, content) {
    record('showErrorBox', title, content);
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox'>;

const SEAL = Buffer.from('v11 ');
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

export const ipcMain = {
  handle(channel, listener) {
    if (handlers.has(channel)) throw new Error(`a second handler for ${channel}`);
    handlers.set(channel, listener as never);
  },
} satisfies Pick<Electron.IpcMain, 'handle'>;

/** A system that keeps secrets: what it sealed looks like nothing, and only it opens it. `FAKE_NO_KEYRING`: a Linux without one. */
export const safeStorage = {
  async isAsyncEncryptionAvailable() {
    mustBe('after', 'safeStorage.isAsyncEncryptionAvailable');
    return true;
  },
  getSelectedStorageBackend: () =>
    process.env['FAKE_NO_KEYRING'] === undefined ? 'gnome_libsecret' : 'basic_text',
  async encryptStringAsync(plainText) {
    record('safeStorage.encryptStringAsync');
    return Buffer.concat([SEAL, turned(Buffer.from(plainText))]);
  },
  async decryptStringAsync(encrypted) {
    if (!encrypted.subarray(0, SEAL.length).equals(SEAL))
      throw new Error('Error while decrypting the ciphertext');
    return { result: turned(encrypted.subarray(SEAL.length)).toString(), shouldReEncrypt: false };
  },
} satisfies Pick<
  Electron.SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

let schemes = 0;
export const protocol = {
  registerSchemesAsPrivileged(list) {
    mustBe('before', 'protocol.registerSchemesAsPrivileged');
    if (++schemes > 1) throw new Error('schemes can be registered once only');
    record('registerSchemes', list);
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>;

/** What the shell set on its session, null until it did; a test asks these as a page would. */
export const asked: {
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
  device: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
} = { permissionRequest: null, permissionCheck: null, device: null };

class FakeSession
  extends EventEmitter
  implements
    Pick<
      Electron.Session,
      'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
    >
{
  readonly protocol = {
    handle(scheme, handler) {
      mustBe('after', 'protocol.handle');
      if (protocols.has(scheme)) throw new Error(`a second handler for ${scheme}:`);
      protocols.set(scheme, handler);
    },
  } satisfies Pick<Electron.Protocol, 'handle'>;

  setPermissionRequestHandler(handler: typeof asked.permissionRequest): void {
    asked.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: typeof asked.permissionCheck): void {
    asked.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: typeof asked.device): void {
    asked.device = handler;
  }
}

const defaultSession = new FakeSession();
export const session = {
  get defaultSession() {
    mustBe('after', 'session.defaultSession');
    return defaultSession;
  },
};

export const Menu = {
  buildFromTemplate(template: readonly Electron.MenuItemConstructorOptions[]): {
    readonly template: unknown;
  } {
    return { template };
  },
  setApplicationMenu(menu: unknown): void {
    record('setApplicationMenu', menu);
  },
};

export const screen = {
  getAllDisplays() {
    mustBe('after', 'screen');
    return [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }];
  },
};
