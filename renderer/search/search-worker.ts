/** The search worker: the engine behind a message port. */
import './strict-zod.ts';
import { createEngine } from './engine.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** TypeScript takes `self` for a window here; this is what a worker has of it. */
const port = self as unknown as {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
};

const engine = createEngine({
  onStatus: (status) => port.postMessage({ kind: 'status', status }),
  onCheck: (check) => port.postMessage({ kind: 'check', check }),
  locks: navigator.locks,
});

port.addEventListener('message', ({ data }) => {
  switch (data.kind) {
    case 'open':
      engine.open(data.archive, data.generation, data.grant);
      break;
    case 'grown':
      engine.grown();
      break;
    case 'store':
      engine.store();
      break;
    case 'verify':
      engine.verify();
      break;
    case 'query':
      port.postMessage({ kind: 'answer', no: data.no, answer: engine.search(data.query) });
      break;
  }
});
