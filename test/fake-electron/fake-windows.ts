/** Windows of the fake: they show nothing, keep what was asked of them, and let a test play the page. */
import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { protocols, record, state } from './fake-state.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class FakeWebContents
  extends EventEmitter
  implements Pick<Electron.WebContents, 'id' | 'isDestroyed' | 'reload' | 'send' | 'setWindowOpenHandler'>
{
  static lastId = 0;
  readonly id = ++FakeWebContents.lastId;
  /** What the main process sent to the page, and who plays the page. */
  readonly sent: unknown[][] = [];
  hear: ((channel: string, ...args: unknown[]) => void) | undefined;
  mainFrame = { parent: null as unknown, origin: 'null', url: 'about:blank' };
  openHandler: OpenHandler | undefined;
  destroyed = false;

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  send(channel: string, ...args: unknown[]): void {
    // Electron clones what it sends, and so refuses what cannot be cloned.
    const cloned = structuredClone(args);
    this.sent.push([channel, ...cloned]);
    this.hear?.(channel, ...cloned);
  }
  reload(): void {
    record('reload', this.id);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

type Bounds = { x: number; y: number; width: number; height: number };

export class FakeBrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'focus'
      | 'getNormalBounds'
      | 'isMaximized'
      | 'isMinimized'
      | 'loadURL'
      | 'maximize'
      | 'restore'
      | 'show'
    >
{
  /** Set by a test that shows the window's page somewhere, such as in Chromium. */
  static load: ((window: FakeBrowserWindow, url: string) => Promise<void>) | undefined;

  static getAllWindows(): FakeBrowserWindow[] {
    return state.windows;
  }

  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly fakeContents = new FakeWebContents();
  readonly webContents = this.fakeContents;
  url = '';
  shown = false;
  response: Response | undefined;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    if (!state.ready) throw new Error('a window was made before the application was ready');
    const preload = options.webPreferences?.preload;
    if (preload !== undefined && !(path.isAbsolute(preload) && existsSync(preload))) {
      throw new Error(`no preload at ${preload}`);
    }
    this.options = options;
    state.windows.push(this);
    state.app?.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    this.url = url;
    const { protocol, host } = new URL(url);
    this.webContents.mainFrame = { parent: null, origin: `${protocol}//${host}`, url };
    if (FakeBrowserWindow.load !== undefined) return FakeBrowserWindow.load(this, url);
    this.response = await protocols.get(protocol.slice(0, -1))?.(new Request(url));
    this.emit('ready-to-show');
  }
  /** What a person does with the window's cross. */
  closeByHand(): void {
    this.emit('close', { preventDefault: () => undefined });
    this.webContents.destroyed = true;
    this.webContents.emit('destroyed');
    state.windows.splice(state.windows.indexOf(this), 1);
    this.emit('closed');
    if (state.windows.length === 0) state.app?.emit('window-all-closed');
  }
  getNormalBounds(): Bounds {
    return { x: 10, y: 20, width: 900, height: 700 };
  }
  isMaximized(): boolean {
    return false;
  }
  isMinimized(): boolean {
    return false;
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {
    record('focus', this.webContents.id);
  }
  maximize(): void {
    record('maximize', this.webContents.id);
  }
  restore(): void {
    record('restore', this.webContents.id);
  }
}
