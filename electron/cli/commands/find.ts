/**
 * `qoima find QUERY [--certain | --uncertain] [--limit N] [--json]`: pages whose text holds what is asked for, grouped by
 * units, as the window lists them. The index is brought up to date first; progress goes to stderr. Ends with 0 when something was
 * found, 1 when nothing was, 2 when it could not run.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startForked } from '../../../node/calls/child.ts';
import { createLog } from '../../../node/log.ts';
import { STAFF_GRANT } from '../../../shared/model/access.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Certainty } from '../../../shared/query/tiers.ts';
import { isCertain } from '../../../shared/query/tiers.ts';
import { MOST_UNITS, type PageHit, type PagesAnswer } from '../../../shared/rpc/contract-asking.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { createMachine } from '../../services/jobs/machine.ts';
import type { Journal } from '../../services/journal/journal.ts';
import { sourceModules } from '../../services/modules.ts';
import { createLayerReader } from '../../services/text-export/layer-reader.ts';
import { NO_PAGE_FILTER } from '../../services/text-index/ask-filter.ts';
import { createTextIndex, type TextIndex } from '../../services/text-index/text-index.ts';
import { nameParts } from '../../services/texts/name-parts.ts';
import type { OpenArchive } from '../import/open-archive.ts';
import { withArchive } from '../import/with-archive.ts';
import type { Io } from '../io.ts';

const USAGE = 'Usage: qoima find QUERY [--certain | --uncertain] [--limit N] [--json] [--data FOLDER]';
const PROGRAM = path.resolve(import.meta.dirname, '../../..');

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) {
    io.err(USAGE);
    return 2;
  }
  return withArchive(io, (archive) => findIn(archive, asked, io), {
    explain: (error) => explain(error, io.dataFolder),
  });
}

async function findIn({ journal, vault }: OpenArchive, asked: Asked, io: Io): Promise<number> {
  const modules = sourceModules();
  const machine = createMachine({ share: () => 'auto', isWatched: () => false });
  const layers = createLayerReader({ startChild: startForked, module: modules.exportChild, machine });
  const index = createTextIndex({
    dataFolder: io.dataFolder,
    programFolder: PROGRAM,
    thread: modules.textIndexThread,
    vault,
    grant: STAFF_GRANT,
    ownTexts: (file, indexes) => layers.read(file, indexes),
    emit: () => undefined,
    log: createLog({ folder: path.join(io.dataFolder, 'logs') }),
  });
  try {
    await untilFilled(index, (await journal.head()).n, (done, total) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} records `);
    });
    const answer = await ask(index, asked);
    if (asked.json) io.out(JSON.stringify(answer, null, 1));
    else for (const line of await listOf(answer, journal)) io.out(harmless(line));
    return answer.total.pages > 0 ? 0 : 1;
  } finally {
    await index.close();
    layers.close();
  }
}

const LOOK_MS = 100;

/** A first filling of a large archive takes minutes; whoever does not want to wait stops the command, and the rest is done next time. */
async function untilFilled(
  index: TextIndex,
  n: number,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  for (;;) {
    const status = await index.status();
    if (status.state === 'ready' && status.n >= n) return;
    if (status.code !== null) throw new TroubleError(status.code);
    onProgress(status.done, status.total);
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_MS);
    });
  }
}

/** All units up to the limit, part by part. */
async function ask(index: TextIndex, { text, certainty, limit }: Asked): Promise<PagesAnswer> {
  const filter = { ...NO_PAGE_FILTER, certainty };
  const question = { asker: 'cli', text, filter, sort: 'best', facets: false } as const;
  let whole: PagesAnswer | null = null;
  for (let left = limit; ;) {
    const part: PagesAnswer = await index
      .calls()
      .findPages({ ...question, limit: Math.min(left, MOST_UNITS), cursor: whole?.next ?? null });
    whole = whole === null ? part : { ...part, units: [...whole.units, ...part.units] };
    left = limit - whole.units.length;
    if (part.next === null || part.units.length === 0 || left <= 0) return whole;
  }
}

async function listOf(answer: PagesAnswer, journal: Pick<Journal, 'state'>): Promise<string[]> {
  const { total, units, searched, suggestions, next } = answer;
  const lines: string[] = [];
  for (const { unit, pages, certain, hits } of units) {
    const [state] = await journal.state([unit]);
    const name = state === undefined ? unit : (await nameParts(journal, viewOf(state))).join('/');
    lines.push(`${name === '' ? unit : name}: ${counted(pages, 'page')}${uncertainPart(pages - certain)}`);
    lines.push(...hits.map(hitLine));
  }
  if (next !== null) lines.push(`… and ${total.units - units.length} more units; see --limit.`);
  const atLeast = total.isLeast === true ? 'At least ' : '';
  const summary = `${atLeast}${counted(total.pages, 'page')} in ${counted(total.units, 'unit')}${uncertainPart(total.uncertain ?? 0)}`;
  const lost = searched.lost === 0 ? '' : `, ${searched.lost} of them lost letters when they were read`;
  const without = searched.withoutText === 0 ? '' : `, ${searched.withoutText} have no text`;
  lines.push(`${summary}. Searched: ${counted(searched.pages, 'page')}${lost}${without}.`);
  if (suggestions.length > 0) lines.push(`Did you mean: ${suggestions.join(', ')}?`);
  return lines;
}

/** Texts and names come from files of all kinds: what they hold must not command the terminal. */
function harmless(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, ' ');
}

function hitLine({ page, leaf, at, tier, snippet }: PageHit): string {
  const place = leaf ?? (at === null ? page : `p. ${at}`);
  return `  ${place}${isCertain(tier) ? '' : ' (possible)'}: ${snippet.text}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function uncertainPart(count: number): string {
  return count === 0 ? '' : `, ${count} of them possible matches only`;
}

type Asked = {
  readonly text: string;
  readonly certainty: Certainty;
  readonly limit: number;
  readonly json: boolean;
};

const LIMIT = 20;

function readArguments(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        certain: { type: 'boolean', default: false },
        uncertain: { type: 'boolean', default: false },
        limit: { type: 'string', default: String(LIMIT) },
        json: { type: 'boolean', default: false },
      },
    });
    const { certain, uncertain, json } = values;
    const limit = Number(values.limit);
    const text = positionals.join(' ').trim();
    if (text === '' || !Number.isInteger(limit) || limit < 1 || (certain && uncertain)) return null;
    return { text, certainty: certain ? 'certain' : uncertain ? 'uncertain' : 'all', limit, json };
  } catch {
    return null;
  }
}

function explain({ code, details }: TroubleError, dataFolder: string): string {
  const texts: Readonly<Record<string, string>> = {
    DATA_FOLDER_IN_USE: `Qoima is running and holds the data folder ${dataFolder}. Search in its window, or close it first.`,
    DATA_FOLDER_UNUSABLE: `The data folder ${dataFolder} cannot be used (${String(details?.['reason'] ?? code)}).`,
  };
  return texts[code] ?? `The search could not run: ${code}.`;
}
