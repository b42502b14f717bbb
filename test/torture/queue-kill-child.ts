/**
 * A queue at work until it is killed: four kinds of jobs, and a person who begins, pauses, cancels and tries again. What was
 * asked and what was answered it writes into `told.jsonl`; each item that a job has done is a file.
 */
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createAttention } from '../../electron/services/jobs/attention.ts';
import { createJobsStore } from '../../electron/services/jobs/jobs-store.ts';
import { createQueue, type JobKind, type Queue } from '../../electron/services/jobs/queue.ts';
import { silentLog } from '../../node/log.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { FAILING, ITEMS, KINDS, type Told } from './queue-kill-world.ts';

const [folder = '', seed = '1', mode = 'work'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const { QUEUE_STEP: killStep = '', QUEUE_TIMES: killTimes = '1' } = process.env;
let timesLeft = Number(killTimes);

function step(name: string): void {
  if (name === killStep && --timesLeft === 0) process.kill(process.pid, 'SIGKILL');
}

const store = createJobsStore();
store.open({ path: path.join(folder, 'jobs.db'), now: Date.now() });
const stepped = <I, O>(name: string, call: (input: I) => O) => {
  return async (input: I): Promise<O> => {
    step(`before ${name}`);
    // As over a thread's port: others go on meanwhile.
    await wait(0);
    const answer = call(input);
    step(`after ${name}`);
    return answer;
  };
};

const running = new Set<string>();
const kinds = KINDS.map((kind): JobKind => ({
  kind,
  atOnce: kind === 'import' ? 2 : 1,
  about: () => [kind],
  async run({ id }, signal, progress, turn) {
    if (running.has(id)) {
      appendFileSync(path.join(folder, 'twice'), `${id}\n`);
      process.exit(3);
    }
    running.add(id);
    try {
      for (let item = 0; item < ITEMS; item++) {
        if (signal.aborted || turn?.giveWay() === true) return 'waiting';
        const done = path.join(folder, 'done', `${id} ${item}`);
        if (!existsSync(done)) {
          await wait(1);
          writeFileSync(done, '');
          step('item');
        }
        progress(item + 1, ITEMS);
      }
      if (kind === FAILING) await turn?.failed({ key: '1', name: 'a', code: 'BROKEN' });
      return 'done';
    } finally {
      running.delete(id);
    }
  },
}));

mkdirSync(path.join(folder, 'done'), { recursive: true });
const queue = createQueue({
  store: {
    putJob: stepped('putJob', (row) => store.putJob(row)),
    jobs: stepped('jobs', (input) => store.jobs(input)),
    putFailure: stepped('putFailure', (input) => store.putFailure(input)),
    dropFailure: stepped('dropFailure', (input) => store.dropFailure(input)),
    dropFailures: stepped('dropFailures', (job) => store.dropFailures(job)),
    failures: stepped('failures', (input) => store.failures(input)),
    putFact: stepped('putFact', (input) => store.putFact(input)),
    fact: stepped('fact', (name) => store.fact(name)),
    dropFact: stepped('dropFact', (name) => store.dropFact(name)),
  },
  kinds,
  emit: () => undefined,
  log: silentLog(),
  attention: createAttention(),
  cpu: () => ({ share: 'all', places: 1, cores: 1 }),
});
await queue.start();
console.log('begun');
if (mode === 'drain') await drain();
else await Promise.all([play(), play()]);

/** A person, or two of them at once. */
async function play(): Promise<void> {
  for (;;) {
    await act(queue);
    await wait(random.below(4));
  }
}

async function act(to: Queue): Promise<void> {
  const jobs = to.list();
  const some = jobs.length === 0 ? undefined : random.pick(jobs);
  const chance = random.below(100);
  if (chance < 30 || some === undefined) {
    const id = crypto.randomUUID();
    const kind = random.pick([...KINDS]);
    await told('wake', id, () => to.wake({ id, kind, title: kind, payload: null }));
  } else if (chance < 55) await told('pause', some.id, () => to.pause(some.id));
  else if (chance < 75) await told('resume', some.id, () => to.resume(some.id));
  else if (chance < 80) await told('cancel', some.id, () => to.cancel(some.id));
  else if (chance < 85) await told('pauseAll', '', () => to.pause(null));
  else if (chance < 95) await told('resumeAll', '', () => to.resume(null));
  else
    await told('retry', some.id, () =>
      to.retry(some.id).then(
        () => undefined,
        () => undefined,
      ),
    );
}

async function told(op: string, id: string, work: () => Promise<void>): Promise<void> {
  say({ op, id, is: 'asked' });
  await work();
  say({ op, id, is: 'answered' });
}

function say(line: Told): void {
  appendFileSync(path.join(folder, 'told.jsonl'), `${JSON.stringify(line)}\n`);
}

/** Lets everything go on and comes to the end. */
async function drain(): Promise<void> {
  await queue.resume(null);
  for (const { id, paused } of queue.list()) if (paused === true) await queue.resume(id);
  await queue.idle();
  await queue.close();
  process.exit(0);
}
