/** Reads the text of one page of a stored file: picture, orientation, words. Runs in a child process. */
import { fail, ok, type Result } from '../../../shared/result.ts';
import { inColumns } from '../../../shared/page-text/columns.ts';
import { linesOf, lineText, meanSureness, type PageText } from '../../../shared/page-text/page-text.ts';
import { drawJp2 } from '../decode/jp2-picture.ts';
import { openPdf } from '../decode/pdf-document.ts';
import { directoryOf, readKind } from '../decode/picture-page.ts';
import { openEngine, type Engine } from './engine.ts';
import { MOST_PIXELS, pictureToRead } from './picture-to-read.ts';
import type { Quarters } from './turned-places.ts';

/**
 * NO_PICTURE: no decoder of ours can draw the page; NOT_FOUND: the file has no such page; LOCKED: by a password;
 * TEXT_NOT_READ: the engine fails over it, as over a strip of 1 × 65,537 pixels.
 */
export type ReadCode = 'NO_PICTURE' | 'NOT_FOUND' | 'MODEL_BROKEN' | 'LOCKED' | 'TEXT_NOT_READ';

export type ReadInput = {
  readonly path: string;
  /** The page of the file, from 0. */
  readonly index: number;
  /** Names of models, the main one first. */
  readonly languages: readonly string[];
  /** The folder that holds their models side by side. */
  readonly models: string;
  /** Another one when a model of the same name has been replaced. */
  readonly stamp: string;
  /** How a person says that the page stands upright. */
  readonly quarters: Quarters;
};

export type EngineInput = Pick<ReadInput, 'languages' | 'models' | 'stamp'>;

const DPI = 300;
/** Below this the page may stand on its head or lie on its side. */
const DOUBTFUL = 0.6;
/** Enough to tell which way up letters stand, and quick. */
const TRIAL_PIXELS = 1_500_000;
/** Another way up must be so much better before it is believed. */
const CLEARLY = 1.3;

/** The engine that read last stays open: pages are read one after the other, mostly in one language. */
let last: { readonly key: string; readonly engine: Promise<Engine> } | null = null;

/** Reads a page. Places are in pixels of the page as it stands by its own orientation mark, before a person turned it. */
export async function readPage(input: ReadInput): Promise<Result<PageText, ReadCode>> {
  const source = await drawn(input);
  if (!source.ok) return source;
  let engine: Engine;
  try {
    engine = await engineFor(input);
  } catch {
    return fail('MODEL_BROKEN');
  }
  const { quarters } = input;
  const first = await attempt(engine, source.value, quarters, MOST_PIXELS);
  if (!first.ok) return first;
  const upright = first.value;
  const read =
    scoreOf(upright).sureness >= DOUBTFUL
      ? upright
      : await anotherWayUp(engine, source.value, { quarters, reading: upright });
  return ok({
    ...read,
    blocks: inColumns(read.blocks),
    languages: [...input.languages],
    engine: 'tesseract.js 7.0.0',
  });
}

type Source = { readonly picture: string | Buffer; readonly page: number };
type Reading = Pick<PageText, 'width' | 'height' | 'blocks'>;

async function drawn({ path, index }: ReadInput): Promise<Result<Source, ReadCode>> {
  const kind = readKind(path);
  if (kind === null) return fail('NO_PICTURE');
  if (kind === 'jp2') return drawnJp2(path, index);
  if (kind !== 'pdf') {
    const directory = directoryOf(path, kind, index);
    return directory.ok ? ok({ picture: path, page: directory.value }) : directory;
  }
  const opening = await openPdf(path);
  if (!opening.ok) return fail(opening.code === 'LOCKED' ? 'LOCKED' : 'NO_PICTURE');
  try {
    if (index >= opening.pdf.pages) return fail('NOT_FOUND');
    return ok({ picture: await opening.pdf.drawForReading(index, DPI, MOST_PIXELS), page: 0 });
  } catch {
    return fail('NO_PICTURE');
  } finally {
    await opening.pdf.close();
  }
}

async function drawnJp2(path: string, index: number): Promise<Result<Source, ReadCode>> {
  if (index !== 0) return fail('NOT_FOUND');
  try {
    return ok({ picture: await drawJp2(path, { mostPixels: MOST_PIXELS }), page: 0 });
  } catch {
    return fail('NO_PICTURE');
  }
}

/** Lets the engine go, and the memory that it does not give back; the next page begins another one. */
export async function releaseEngine(): Promise<void> {
  const open = last;
  last = null;
  await open?.engine.then((engine) => engine.close()).catch(() => undefined);
}

/** Whether the engine begins to work with these models. */
export async function canOpen(input: EngineInput): Promise<boolean> {
  try {
    await engineFor(input);
    return true;
  } catch {
    return false;
  }
}

async function engineFor({ languages, models, stamp }: EngineInput): Promise<Engine> {
  const key = JSON.stringify([languages, models, stamp]);
  if (last?.key === key) return last.engine;
  // First the old one goes: two engines at once would be over the memory that the process is granted.
  const closed = last?.engine.then((old) => old.close()).catch(() => undefined);
  const engine = (closed ?? Promise.resolve()).then(() => openEngine(languages, models));
  last = { key, engine };
  engine.catch(() => {
    if (last?.engine === engine) last = null;
  });
  return engine;
}

async function attempt(
  engine: Engine,
  source: Source,
  quarters: Quarters,
  mostPixels: number,
): Promise<Result<Reading, 'NO_PICTURE' | 'TEXT_NOT_READ'>> {
  let picture: Awaited<ReturnType<typeof pictureToRead>>;
  try {
    picture = await pictureToRead(source.picture, source.page, quarters, mostPixels);
  } catch {
    return fail('NO_PICTURE');
  }
  try {
    return ok(await engine.read(picture, quarters));
  } catch {
    return fail('TEXT_NOT_READ');
  }
}

/** Looks at the page from all sides in small, and reads it anew where another one is clearly better. */
async function anotherWayUp(
  engine: Engine,
  source: Source,
  first: { readonly quarters: Quarters; readonly reading: Reading },
): Promise<Reading> {
  let best = { quarters: first.quarters, score: 0 };
  let standing = 0;
  for (const quarters of [0, 1, 3, 2] as const) {
    const trial = await attempt(engine, source, quarters, TRIAL_PIXELS);
    if (!trial.ok) continue;
    const { score } = scoreOf(trial.value);
    if (quarters === first.quarters) standing = score;
    if (score > best.score) best = { quarters, score };
  }
  if (best.quarters === first.quarters || best.score < standing * CLEARLY) return first.reading;
  const turned = await attempt(engine, source, best.quarters, MOST_PIXELS);
  return turned.ok ? turned.value : first.reading;
}

/** What speaks for a reading: letters that the engine is sure of. */
function scoreOf(reading: Reading): { sureness: number; score: number } {
  const page: PageText = { ...reading, languages: [], engine: '' };
  const sureness = meanSureness(page) ?? 0;
  const letters = linesOf(page).reduce((sum, line) => sum + lineText(line).length, 0);
  return { sureness, score: letters * sureness ** 2 };
}
