/** The stage of a document: made once, and given the pages to show; sharper tiles follow where there are any. */
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { imageOf, turnedOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { createBoxTool, type BoxTool } from './box-tool.ts';
import { createSharpener, pause } from './sharpen.ts';
import type { View } from './stage-layout.ts';
import { createStage, type PageOnStage, type Stage, type StagePage } from './stage.ts';
import type { PageLoader } from './use-pages-shown.ts';

type UseStage = {
  /** The pages to be shown together. */
  spread: readonly CatalogueRecord[];
  /** What may be turned to next: drawn while a person looks. */
  neighbours: readonly CatalogueRecord[];
  loader: PageLoader;
  /** Another number paints the pages anew: a scan that was elsewhere may be here now. */
  moves: number;
  /** How the first pages are to be seen. */
  firstView: View;
  /** Called when the view has come to rest. */
  onView: (view: View) => void;
};

/** Longer than a key that is held down takes to come again. */
const PASSING_MS = 60;

type Paint = (pages: readonly PageOnStage[]) => void;

export type StageState = {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly stage: RefObject<Stage | null>;
  readonly tool: BoxTool;
  /** The ids of the pages painted. */
  readonly shown: readonly string[];
  readonly failed: 'none' | 'some' | 'all';
  /** The host is making the tiles of a large scan. */
  readonly isMaking: boolean;
  /** A page that is shown is larger than it could be decoded. */
  readonly isReduced: boolean;
  readonly follow: (paint: Paint) => () => void;
};

export function useStage({ spread, neighbours, loader, moves, firstView, onView }: UseStage): StageState {
  const box = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const [shown, setShown] = useState<readonly string[]>([]);
  const [failed, setFailed] = useState<StageState['failed']>('none');
  const [making, setMaking] = useState(0);
  const [reduced, setReduced] = useState<readonly string[]>([]);
  const painters = useRef(new Set<Paint>());
  const toRest = useRef(onView);
  useEffect(() => {
    toRest.current = onView;
  });
  const [parts] = useState(() => ({
    tool: createBoxTool({
      pages: () => stage.current?.pages() ?? [],
      room: () => stage.current?.view.room() ?? { width: 1, height: 1 },
    }),
    sharpener: createSharpener({
      stage: () => stage.current,
      onMaking: setMaking,
      onReduced: (page) => setReduced((pages) => [...pages, page]),
    }),
    /** Until the first pages were shown. */
    firstView: firstView as View | null,
  }));
  const { tool, sharpener } = parts;

  useEffect(() => {
    if (box.current === null) return undefined;
    const made = createStage({
      element: box.current,
      gestures: tool.gestures,
      onMoved: () => {
        const pages = made.pages();
        for (const paint of painters.current) paint(pages);
      },
      onRest: () => toRest.current(made.view.now()),
      onTilesLost: (page) => sharpener.lost(page),
    });
    stage.current = made;
    return () => {
      stage.current = null;
      made.close();
    };
  }, [tool, sharpener]);

  const key = spread.map(shownAs).join();
  /** Pages are asked for and not painted yet. */
  const isTurning = useRef(false);
  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    const show = async () => {
      const isPassing = isTurning.current;
      isTurning.current = true;
      // Who turns on before a page is there only passes by: hundreds of pages would be loaded, the one meant last of all.
      if (isPassing) await pause(PASSING_MS);
      if (signal.aborted) return;
      const pages = await Promise.all(spread.map((page) => pictureOf(page, loader)));
      const on = stage.current;
      if (signal.aborted || on === null) return;
      tool.giveUp();
      const isShown = await on.show(pages, parts.firstView ?? on.view.now());
      if (signal.aborted || !isShown) return;
      isTurning.current = false;
      parts.firstView = null;
      const missing = pages.filter(({ raster }) => raster === null).length;
      setFailed(missing === 0 ? 'none' : missing < pages.length ? 'some' : 'all');
      setShown(spread.map(({ id }) => id));
      toRest.current(on.view.now());
      for (const [at, page] of spread.entries()) {
        void pages[at]?.raster?.needsTiles?.then(() => {
          if (!signal.aborted) sharpener.sharpen(page, signal);
        });
      }
      // The neighbours are drawn while the person looks: turning waits for nothing.
      for (const neighbour of neighbours) void pictureOf(neighbour, loader);
    };
    show().catch(() => {
      if (!signal.aborted) setFailed('all');
    });
    return () => left.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- a page record changes when it is tagged too; that is no reason to paint it anew
  }, [key, moves, loader]);

  const follow = useCallback((paint: Paint) => {
    painters.current.add(paint);
    paint(stage.current?.pages() ?? []);
    return () => void painters.current.delete(paint);
  }, []);
  const isReduced = shown.some((id) => reduced.includes(id));
  return useMemo(
    () => ({ box, stage, tool, shown, failed, isMaking: making > 0, isReduced, follow }),
    [tool, shown, failed, making, isReduced, follow],
  );
}

/** A page with its picture drawn once; null when it has none or it cannot be drawn. */
async function pictureOf(page: CatalogueRecord, loader: PageLoader): Promise<StagePage> {
  try {
    const raster = await loader.load(page);
    await raster?.draw(0);
    return { id: page.id, raster, turned: turnedOf(page.values) };
  } catch {
    return { id: page.id, raster: null, turned: 0 };
  }
}

/** What of a page is painted: its picture, which may be replaced by another, and how it is turned. */
function shownAs({ id, values }: CatalogueRecord): string {
  const image = imageOf(values);
  return `${id} ${image?.sha256 ?? ''} ${image?.index ?? ''} ${turnedOf(values)}`;
}
