/**
 * Looks through all pages of a document, in the order in which they are asked for. Texts are made ready once and kept, the
 * oldest given up when there are too many; another query, or none, ends the one before.
 */
import { corrected } from '../../../shared/page-text/corrections.ts';
import {
  findablePage,
  findableText,
  findIn,
  type FindablePage,
  type Found,
} from '../../../shared/page-text/find-in-page.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { isOfOther, sourcePicture } from '../../../shared/page-text/source-picture.ts';
import {
  MOST_HITS,
  type FindPage,
  type FindSource,
  type FromFinder,
  type PageHits,
} from './find-messages.ts';

type FindEngineDeps = {
  /** The ALTO of a reading; rejects when it cannot be had. */
  readonly load: (sha256: string, signal: AbortSignal) => Promise<string>;
  /** The text that the file itself has of a page. */
  readonly own: (page: string, signal: AbortSignal) => Promise<PageText | null>;
  readonly tell: (message: FromFinder) => void;
  /** Characters of text that are kept ready. */
  readonly room?: number;
};

export type FindEngine = {
  find(no: number, query: string, pages: readonly FindPage[]): Promise<void>;
  stop(): void;
};

/** Some 10,000 pages: with places about 100 MB. */
const ROOM = 16_000_000;
const AT_ONCE = 4;
const TOLD_EVERY_MS = 100;

export function createFindEngine({ load, own, tell, room = ROOM }: FindEngineDeps): FindEngine {
  const kept = new Map<string, FindablePage>();
  let size = 0;
  let running = new AbortController();

  function keep(key: string, page: FindablePage): FindablePage {
    kept.set(key, page);
    size += page.text.length;
    for (const [oldest, { text }] of kept) {
      if (size <= room || kept.size === 1) break;
      kept.delete(oldest);
      size -= text.length;
    }
    return page;
  }

  async function ready(page: FindPage, source: FindSource, signal: AbortSignal): Promise<FindablePage> {
    if (source.kind === 'plain') return findableText(source.text);
    const key = source.kind === 'own' ? `own/${page.page}` : JSON.stringify([source, page.image]);
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    if (source.kind === 'own') {
      const text = await own(page.page, signal);
      return keep(key, text === null ? findableText('') : findablePage(text));
    }
    const alto = await load(source.sha256, signal);
    const read = readAlto(alto);
    const text = read.ok ? read.value[0] : undefined;
    if (text === undefined) throw new Error('the text cannot be read');
    const corrections = new Map(source.corrections);
    const only = source.onlyCorrected ? new Set(corrections.keys()) : null;
    const made = findablePage(corrected(text, corrections), only);
    return keep(key, isOfOther(sourcePicture(alto), page.image) ? withoutPlaces(made) : made);
  }

  async function hitsOn(page: FindPage, query: string, signal: AbortSignal): Promise<Found[]> {
    const found: Found[] = [];
    for (const source of page.sources) {
      for (const hit of findIn(await ready(page, source, signal), query, MOST_HITS)) {
        if (!found.some((known) => isSame(known, hit))) found.push(hit);
      }
    }
    return found;
  }

  return {
    async find(no, query, pages) {
      running.abort();
      const mine = new AbortController();
      running = mine;
      const { signal } = mine;
      let [next, done, failed, count, told] = [0, 0, 0, 0, performance.now()];
      let fresh: PageHits[] = [];
      const report = (isOver: boolean) => {
        if (signal.aborted) return;
        tell({ kind: 'found', no, pages: fresh, done, failed, isOver });
        fresh = [];
        told = performance.now();
      };
      const work = async () => {
        while (next < pages.length && count < MOST_HITS && !signal.aborted) {
          const page = pages[next++];
          if (page === undefined) break;
          const hits = await hitsOn(page, query, signal).catch(() => null);
          if (signal.aborted) return;
          done += 1;
          if (hits === null) failed += 1;
          else if (hits.length > 0) fresh.push({ page: page.page, hits: hits.slice(0, MOST_HITS - count) });
          count += hits?.length ?? 0;
          if (performance.now() - told > TOLD_EVERY_MS) report(false);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      report(true);
    },
    stop: () => running.abort(),
  };
}

function withoutPlaces(page: FindablePage): FindablePage {
  return { ...page, parts: new Uint32Array(page.parts.length) };
}

/** The same words at the same place in two readings of a page. */
function isSame(one: Found, other: Found): boolean {
  const [a, b] = [one.boxes[0], other.boxes[0]];
  if (a === undefined || b === undefined) return false;
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 && w * h > 0.5 * Math.min(a.w * a.h, b.w * b.h);
}
