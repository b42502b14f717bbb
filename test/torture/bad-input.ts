/**
 * Requests to a real server that were right until something happened to them, thousands of them. Each is answered by its
 * route or by a problem, or its line is closed; nothing that the server keeps is another than before, nothing is told
 * that is none of the asker's business, and nothing goes wrong inside.
 */
import { PROBLEMS } from '../../shared/sync/wire/problems.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { startBadInputWorld, type BadInputWorld } from './bad-input-world.ts';
import { sound, spoil } from './hostile-requests.ts';
import { talk, type Heard } from './line-talk.ts';

export type BadInput = {
  readonly requests: number;
  /** How many of each code; `ok`: done or told, because the misfortune was none; `closed`: without an answer. */
  readonly answers: Readonly<Record<string, number>>;
  readonly peakMb: number;
};

const AT_ONCE = 24;
const CHECK_EVERY = 1000;
/** What is right is waited for. */
const SOUND_MS = 15_000;
const MEGABYTE = 1e6;
/** What an answer looks like that tells of the inside. */
const INSIDE =
  /node:|node_modules|\bat \S+ \(|\.ts:\d+|\/tmp\/|\/work\/|SQLITE|sqlite|[A-Z]\w*Error\b|\[object /;

/** Tries `runs` spoiled requests. @throws Error at the first wrong answer or change; the seed shows it again */
export async function tortureBadInput(runs: number, seed: number): Promise<BadInput> {
  const world = await startBadInputWorld();
  try {
    await checkSound(world);
    return await tryAll(world, runs, seed);
  } finally {
    await world.close();
  }
}

async function tryAll(world: BadInputWorld, runs: number, seed: number): Promise<BadInput> {
  const before = world.digest().split('\n');
  const answers: Record<string, number> = {};
  let peak = 0;

  async function tryOne(run: number): Promise<void> {
    const random = seededRandom(seed * 1_000_003 + run);
    const bytes = spoil(random.pick(world.requests), random);
    const heard = await talk(world.server.port, bytes);
    const code = judge(heard, world);
    if (!code.ok) {
      throw new Error(
        `run ${run} of seed ${seed}: ${code.why}\n${show(bytes)}\n→ ${heard.text.slice(0, 2000)}`,
      );
    }
    answers[code.is] = (answers[code.is] ?? 0) + 1;
    peak = Math.max(peak, process.memoryUsage().rss);
  }

  for (let first = 0; first < runs; first += CHECK_EVERY) {
    const end = Math.min(runs, first + CHECK_EVERY);
    const queue = Array.from({ length: end - first }, (_none, i) => first + i).values();
    const worker = async (): Promise<void> => {
      for (const run of queue) await tryOne(run);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const now = world.digest().split('\n');
    const changed = now.filter((line) => !before.includes(line));
    if (changed.length > 0 || now.length !== before.length) {
      throw new Error(`something changed before run ${end} of seed ${seed}: ${changed.join(', ')}`);
    }
  }
  await checkSound(world);
  return { requests: runs, answers, peakMb: Math.round(peak / MEGABYTE) };
}

/** What is right is done, and changes nothing that was done before. */
async function checkSound(world: BadInputWorld): Promise<void> {
  for (const request of world.requests) {
    const heard = await talk(world.server.port, sound(request), SOUND_MS);
    const code = judge(heard, world);
    if (!code.ok)
      throw new Error(`${request.method} ${request.path}: ${code.why}\n${heard.text.slice(0, 2000)}`);
    if (code.is === 'closed' || code.is === 'BAD_REQUEST')
      throw new Error(`${request.path}: ${code.is}\n${heard.text}`);
  }
}

type Verdict = { readonly ok: true; readonly is: string } | { readonly ok: false; readonly why: string };
const wrong = (why: string): Verdict => ({ ok: false, why });

/** Whether it is an answer as it may be. */
export function judge(heard: Heard, world: Pick<BadInputWorld, 'secrets' | 'faults'>): Verdict {
  if (world.faults.length > 0) return wrong(`the log has a fault: ${describe(world.faults)}`);
  const { status, headers, body, text } = heard;
  if (text === '') return { ok: true, is: 'closed' };
  if (status === null) return wrong('no HTTP');
  const told = world.secrets.find((secret) => text.includes(secret));
  if (told !== undefined) return wrong(`tells ${told}`);
  if (status < 400) return { ok: true, is: segmentProblem(body) ?? 'ok' };
  if (INSIDE.test(body)) return wrong('tells of the inside');
  const type = headers['content-type'] ?? '';
  // The status page's form says it to a person.
  if (type.startsWith('text/html') && (status === 400 || status === 403)) return { ok: true, is: 'page' };
  if (type !== 'application/problem+json') return wrong(`a refusal of type ${type}`);
  if (body === '') return { ok: true, is: 'head' };
  return judgeProblem(status, body);
}

/** A push is answered for each replica. */
function segmentProblem(body: string): string | null {
  return /"problem":"(?<code>\w+)"/.exec(body)?.groups?.['code'] ?? null;
}

function judgeProblem(status: number, body: string): Verdict {
  try {
    const problem = JSON.parse(body) as Record<string, unknown>;
    const code = String(problem['code']);
    if (!Object.hasOwn(PROBLEMS, code)) return wrong(`the code ${code}`);
    if (PROBLEMS[code as keyof typeof PROBLEMS] !== status || problem['status'] !== status)
      return wrong('another status');
    return code === 'INTERNAL' ? wrong('a bug') : { ok: true, is: code };
  } catch {
    return wrong('a problem that cannot be read');
  }
}

function describe(faults: readonly unknown[]): string {
  return faults.map((fault) => (fault instanceof Error ? `${fault.stack}` : String(fault))).join('\n');
}

function show(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('utf8').slice(0, 3000));
}
