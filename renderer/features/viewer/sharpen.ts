/** Brings the tiles of the pages shown to the stage, while a person looks; until then there is the reading copy. */
import { imageOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { waitForTiles } from './deep-zoom.ts';
import type { Stage } from './stage.ts';

export type Sharpener = {
  /** Asks for the tiles of a page, until `signal` says that it was left. */
  sharpen(page: CatalogueRecord, signal: AbortSignal): void;
  /** The page's tiles are gone: asks again, but not for ever. */
  lost(page: string): void;
};

/** Who turns pages quickly asks for no tiles. */
const LOOKING_MS = 250;
/** Tiles that are there already come sooner: nothing is said about them. */
const SAID_AFTER_MS = 600;
const MOST_TRIES = 3;

export function createSharpener(deps: {
  readonly stage: () => Stage | null;
  /** How many pages wait for tiles that are being made. */
  readonly onMaking: (count: number) => void;
  /** A page is too large to be shown in full: it is shown smaller. */
  readonly onReduced: (page: string) => void;
}): Sharpener {
  let making = 0;
  const asked = new Map<string, { page: CatalogueRecord; signal: AbortSignal; tries: number }>();
  const count = (by: number): void => {
    making += by;
    deps.onMaking(making);
  };

  async function bring(page: CatalogueRecord, signal: AbortSignal): Promise<void> {
    const image = imageOf(page.values);
    if (image === null) return;
    await pause(LOOKING_MS);
    if (signal.aborted) return;
    let isSaid = false;
    const timer = setTimeout(() => {
      isSaid = true;
      count(1);
    }, SAID_AFTER_MS);
    const tiles = await waitForTiles(image, signal);
    clearTimeout(timer);
    if (isSaid) count(-1);
    if (tiles === null || signal.aborted) return;
    if (tiles === 'reduced' || tiles.reduced === true) deps.onReduced(page.id);
    if (tiles !== 'reduced') await deps.stage()?.sharpen(page.id, image, tiles);
  }

  function sharpen(page: CatalogueRecord, signal: AbortSignal, tries = 1): void {
    asked.set(page.id, { page, signal, tries });
    signal.addEventListener('abort', () => asked.delete(page.id), { once: true });
    // Without tiles the reading copy stays, and that is no trouble.
    bring(page, signal).catch(() => undefined);
  }

  return {
    sharpen: (page, signal) => sharpen(page, signal),
    lost(id) {
      const last = asked.get(id);
      if (last !== undefined && last.tries < MOST_TRIES) sharpen(last.page, last.signal, last.tries + 1);
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
