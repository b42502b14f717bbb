/** A thread of the simulator: runs the scripts of its seeds, one after the other, and tells what failed. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../shared/must.ts';
import { bugNamed } from './bugs/bugs.ts';
import { patchSources } from './bugs/patch-sources.ts';
import type { ThreadTask, ThreadReport } from './run-seeds.ts';

const task = workerData as ThreadTask;
const port = must(parentPort, 'a thread has a parent');

if (task.bug !== null) patchSources(bugNamed(task.bug));
// After the patch: what is loaded from here on is the program with the bug.
const { runScript } = await import('./run-script.ts');
const { generateScript } = await import('./generate.ts');

const began = performance.now();
let runs = 0;
const counts: Record<string, number> = {};
const report = (part: Partial<ThreadReport>): void =>
  port.postMessage({ runs, seconds: (performance.now() - began) / 1000, counts, failure: null, ...part });

const stop = new AbortController();
port.on('message', () => stop.abort());

for (let seed = task.from; seed < task.to && !stop.signal.aborted; seed += task.every) {
  const outcome = await runScript(generateScript(seed));
  runs++;
  for (const [name, count] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + count;
  if (outcome.failure !== null) {
    report({ failure: { seed, oracle: outcome.failure.oracle, message: outcome.failure.message } });
    if (!task.goesOn) break;
  }
  if (runs % 64 === 0) {
    report({});
    // Lets a message in that says to stop.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
report({ isDone: true });
port.close();
