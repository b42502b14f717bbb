/** The worker for finding within a document: the engine behind a message port, and the files of the host. */
import '../../search/strict-zod.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { createFindEngine } from './find-engine.ts';
import type { FromFinder, ToFinder } from './find-messages.ts';

/** TypeScript takes `self` for a window here; this is what a worker has of it. */
const port = self as unknown as {
  postMessage(message: FromFinder): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToFinder>) => void): void;
};

const DEADLINE_MS = 30_000;
const waiting = new Map<string, (text: PageText | null) => void>();

const engine = createFindEngine({
  async load(sha256, signal) {
    const left = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
    const response = await fetch(`/file/${sha256}`, { signal: left });
    if (!response.ok) throw new Error('the host has no such text');
    return response.text();
  },
  own: (page, signal) =>
    new Promise((resolve, reject) => {
      const left = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
      left.addEventListener('abort', () => reject(new Error('left')), { once: true });
      waiting.set(page, resolve);
      port.postMessage({ kind: 'own', page });
    }),
  tell: (message) => port.postMessage(message),
});

port.addEventListener('message', ({ data }) => {
  if (data.kind === 'find') void engine.find(data.no, data.query, data.pages);
  else if (data.kind === 'stop') engine.stop();
  else {
    waiting.get(data.page)?.(data.text);
    waiting.delete(data.page);
  }
});
