/** The shell that was booted under the fake: its page, calls from it, what it serves, where it lets a page go. */
import { setTimeout as wait } from 'node:timers/promises';
import { handlers, log, protocols, state } from './fake-state.ts';
import type { FakeWebContents } from './fake-windows.ts';
import { must } from '../../shared/must.ts';

export const ORIGIN = 'app://archive';

export const HOSTILE_URLS = [
  'https://evil.example/',
  'https://evil.example/?x=app://archive/',
  'https://app://archive@evil.example/',
  'app://archive.evil.example/',
  'app://evil/',
  'app://user@archive/',
  'app:archive',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'about:blank',
  'app2://archive/',
  'nonsense',
];

/** Things take their time at start on a busy machine, but never this long. */
const START_MS = 90_000;

export async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const end = Date.now() + START_MS;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    const box = log.find((entry) => entry.call === 'showErrorBox');
    if (box !== undefined) throw new Error(String(box.args[1]));
    if (Date.now() > end) throw new Error(`${what} never came`);
    await wait(10);
  }
}

export function page(): FakeWebContents {
  return must(state.windows[0], 'the window was opened').fakeContents;
}

export function call(frame: unknown, method: string, input: unknown, id = page().id): unknown {
  return must(handlers.get('qoima:call'), 'the shell listens')(
    { sender: { id }, senderFrame: frame },
    method,
    input,
  );
}

/** Whether the shell lets the page go there. */
export function goesThrough(event: string, url: string): boolean {
  let stopped = false;
  page().emit(event, { url, preventDefault: () => void (stopped = true) });
  return !stopped;
}

export function fetchPage(target: string, init?: RequestInit): Promise<Response> {
  return Promise.resolve(
    must(protocols.get('app'), 'the scheme is served')(new Request(`${ORIGIN}${target}`, init)),
  );
}

export const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const PDF = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj',
  'trailer<</Root 1 0 R/Size 4>>',
  '%%EOF',
].join('\n');

/** Takes files in and answers what became of them: children decode them, from the bundles and with their packages. */
export async function takeIn(files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<unknown[]> {
  const ask = async (method: string, input: unknown): Promise<never> =>
    ((await call(page().mainFrame, method, input)) as { value: never }).value;
  const { import: id } = (await ask('import.begin', { source: 'test', parent: null })) as { import: string };
  const announced = files.map(([name, bytes]) => ({ path: name, size: bytes.length }));
  await ask('import.expect', { import: id, files: announced });
  for (const [no, [, bytes]] of files.entries()) {
    await fetchPage(`/import/${id}/${no}`, { method: 'PUT', body: new Uint8Array(bytes) });
  }
  await ask('import.finish', { import: id });
  const isDone = (value: unknown): boolean => {
    const report = value as { import?: string; state?: string };
    return report.import === id && report.state === 'done';
  };
  await until('the end of the import', () => page().sent.find(([, , value]) => isDone(value)));
  const report = (await ask('import.report', { import: id, after: -1, limit: 10 })) as { files: unknown[] };
  return report.files;
}
