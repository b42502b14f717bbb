/** What the fake remembers for the test, and whether the application is ready yet. */
import type { EventEmitter } from 'node:events';
import type { FakeBrowserWindow } from './fake-windows.ts';

/** A call from a window, as `ipcMain.handle` gets it. */
export type FakeInvokeEvent = { readonly sender: { readonly id: number }; readonly senderFrame: unknown };
type InvokeHandler = (event: FakeInvokeEvent, ...args: unknown[]) => unknown;

export const state: { ready: boolean; app: EventEmitter | undefined; windows: FakeBrowserWindow[] } = {
  ready: false,
  app: undefined,
  windows: [],
};

/** Calls to Electron that matter, in their order. */
export const log: { readonly call: string; readonly args: readonly unknown[] }[] = [];
export const handlers = new Map<string, InvokeHandler>();
export const protocols = new Map<string, (request: Request) => Promise<Response> | Response>();

export function record(call: string, ...args: unknown[]): void {
  log.push({ call, args });
}

/** Electron's rules about when something may be called; breaking one is an error there too. */
export function mustBe(when: 'before' | 'after', call: string): void {
  if (state.ready !== (when === 'after')) throw new Error(`${call} belongs ${when} the application is ready`);
}
