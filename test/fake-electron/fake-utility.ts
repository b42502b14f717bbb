/** Utility processes of the fake: Node processes that find `process.parentPort` as Electron gives it. */
import type * as Electron from 'electron';
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { mustBe } from './fake-state.ts';

class FakeUtilityProcess
  extends EventEmitter
  implements Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'postMessage'>
{
  readonly #child: ChildProcess;
  #ended = false;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('message', (message) => this.emit('message', message));
    child.on('exit', (code) => {
      this.#ended = true;
      this.emit('exit', code ?? 1);
    });
  }
  get pid(): number | undefined {
    return this.#ended ? undefined : this.#child.pid;
  }
  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): FakeUtilityProcess {
    mustBe('after', 'utilityProcess.fork');
    const parentPort = path.join(import.meta.dirname, 'parent-port.cjs');
    const child = fork(modulePath, args, {
      execArgv: [...(options.execArgv ?? []), '--require', parentPort],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new FakeUtilityProcess(child);
  },
};
