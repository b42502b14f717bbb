/**
 * Damaged and hostile files of all formats, thousands of them, each looked into and pictured as an import does it. Each gets a
 * verdict in time, in a bounded memory, and what comes after it is judged rightly still.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REFUSALS } from '../../shared/rpc/contract-import.ts';
import { startForked } from '../../node/calls/child.ts';
import { createDecoder, type Decoder } from '../../electron/services/decode/decoder.ts';
import { residentBytes } from '../../electron/services/decode/resident-memory.ts';
import type { Verdict } from '../../electron/services/decode/verdict.ts';
import { sourceModules } from '../../electron/services/modules.ts';
import { damage } from '../fixtures/mutate-file.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { makeSoundFiles } from './formats-files.ts';
import { makeHostileFiles } from './formats-hostile.ts';

export type FormatsTorture = {
  readonly files: number;
  /** How many of each verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly pictures: number;
  /** To the verdict. */
  readonly slowest: { readonly name: string; readonly ms: number };
  readonly slowestPicture: { readonly name: string; readonly ms: number };
  readonly peakChildMb: number;
  readonly peakHostMb: number;
};

/** No file may take longer; the issue of a verdict is counted, not the waiting for a free process. */
const LONGEST_MS = 60_000;
/** What the watcher may see before it strikes. */
const MOST_CHILD_MB = 900;
const WATCH_MS = 20;
/** Of the sound files so many are looked into once more when all is over. */
const AGAIN_EVERY = 6;
const MEGABYTE = 1e6;

type Trial = {
  readonly name: string;
  readonly bytes: Buffer;
  readonly check?: (verdict: Verdict) => string | null;
};

/** Tries all sound and hostile files, and `runs` damaged ones. @throws Error at the first wrong answer; the seed shows it again */
export async function tortureFormats(runs: number, seed: number): Promise<FormatsTorture> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-formats-'));
  const decoder = createDecoder({ startChild: startForked, module: sourceModules().decodeChild });
  const memory = watch(decoder);
  const verdicts: Record<string, number> = {};
  let slowest = { name: '', ms: 0 };
  let slowestPicture = { name: '', ms: 0 };
  let files = 0;
  let pictures = 0;

  async function tryOne({ name, bytes, check }: Trial): Promise<void> {
    const file = path.join(folder, `${files++}`);
    writeFileSync(file, bytes);
    const begun = performance.now();
    const verdict = await decoder.inspect(file, name);
    const ms = since(begun);
    if (ms > slowest.ms) slowest = { name, ms };
    const wrong = ms > LONGEST_MS ? `took ${ms} ms` : (formWrong(verdict) ?? check?.(verdict) ?? null);
    if (wrong !== null) throw new Error(`seed ${seed}: ${name}: ${wrong}: ${JSON.stringify(verdict)}`);
    const kind = verdict.code ?? ['ok', ...verdict.warnings].join(' ');
    verdicts[kind] = (verdicts[kind] ?? 0) + 1;
    if (verdict.verdict === 'ok' && !verdict.warnings.includes('NO_PICTURE'))
      pictures += await picture(name, file, verdict);
    rmSync(file);
  }

  /** A picture of the last page, or a code: nothing is thrown, and the process is there for the next. */
  async function picture(name: string, file: string, { pages }: Verdict): Promise<number> {
    const target = { size: 'thumb', to: `${file}.webp` } as const;
    const begun = performance.now();
    const made = await decoder.derive(file, (pages ?? 1) - 1, [target], { urgent: true });
    const ms = since(begun);
    if (ms > slowestPicture.ms) slowestPicture = { name, ms };
    rmSync(target.to, { force: true });
    return made.ok ? 1 : 0;
  }

  try {
    const sound = await makeSoundFiles();
    const hostile = await makeHostileFiles();
    const isRight = (each: (typeof sound)[number]) => ({
      ...each,
      check: (verdict: Verdict) => soundWrong(each, verdict),
    });
    for (const each of sound) await tryOne(isRight(each));
    for (const each of hostile) await tryOne(each);
    const random = seededRandom(seed);
    for (let run = 0; run < runs; run++) {
      const of = random.pick([...sound, ...sound, ...hostile]);
      if (of.bytes.length === 0) continue;
      const { bytes, how } = damage(of.bytes, random);
      await tryOne({ name: `${how} ${of.name}`, bytes });
    }
    for (const each of sound.filter((_, at) => at % AGAIN_EVERY === 0)) await tryOne(isRight(each));
    const peak = memory.peak();
    if (peak.peakChildMb > MOST_CHILD_MB) throw new Error(`a child took ${peak.peakChildMb} MB`);
    return { files, verdicts, pictures, slowest, slowestPicture, ...peak };
  } finally {
    memory.stop();
    decoder.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function formWrong({ verdict, code, message, pages, mime, sizes }: Verdict): string | null {
  if (!/^[A-Z].+\.$/.test(message)) return 'no reason';
  if (verdict === 'refused') return code !== null && REFUSALS.includes(code) ? null : 'no code';
  if (pages === null || pages < 1 || mime === null) return 'ok without pages';
  return sizes.every(({ width, height }) => width >= 0 && height >= 0) ? null : 'no size';
}

function soundWrong(
  { pages, size: [width, height] }: { pages: number; size: readonly [number, number] },
  { verdict, pages: found, sizes }: Verdict,
): string | null {
  if (verdict !== 'ok') return 'refused';
  if (found !== pages) return `${pages} pages expected`;
  return sizes[0]?.width === width && sizes[0].height === height ? null : `${width} × ${height} expected`;
}

function since(begun: number): number {
  return Math.round(performance.now() - begun);
}

/** What host and children take at most. */
function watch(decoder: Decoder) {
  let child = 0;
  let host = 0;
  const timer = setInterval(() => {
    host = Math.max(host, process.memoryUsage.rss());
    for (const pid of decoder.pids()) child = Math.max(child, residentBytes(pid) ?? 0);
  }, WATCH_MS);
  return {
    peak: () => ({ peakChildMb: Math.round(child / MEGABYTE), peakHostMb: Math.round(host / MEGABYTE) }),
    stop: () => clearInterval(timer),
  };
}
