/** The figures of `DESIGN.md` §10 out of what was measured, each with its target, and how each was taken. */
import { p50p95, quantile } from '../figures.ts';
import type { Batch } from './batch.ts';
import type { raceAll } from './contenders.ts';
import { atMost, told, type Figure } from './figures.ts';
import type {
  measureEdits,
  measureMemory,
  measureStarts,
  openPages,
  readRebuild,
  searchAll,
} from './regional.ts';
import type { ScrolledList } from './scrolling.ts';
import type { Typed } from './typing.ts';

type Answer<F extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<F>> | null;

/** What the parts answered; a part that was left out or failed is missing or null. */
export type Measured = {
  archive?: Readonly<Record<string, number>>;
  journal?: { readonly megabytes: number; readonly madeInS: number | null };
  rebuild?: Answer<typeof readRebuild>;
  start?: Answer<typeof measureStarts>;
  query?: Answer<typeof searchAll>;
  keystroke?: readonly number[] | null;
  memory?: Answer<typeof measureMemory>;
  pages?: Answer<typeof openPages>;
  contenders?: (Awaited<ReturnType<typeof raceAll>> & { scan: Scan; fill: Fill }) | null;
  edit?: Answer<typeof measureEdits>;
  typing?: (Typed & { readonly firstRowsMs: number; readonly hostMib: number }) | null;
  lists?: { readonly large: ScrolledList; readonly all: ScrolledList; readonly work: object } | null;
  batch?: Batch | null;
};
type Scan = { readonly loadMs: number; readonly ms: readonly number[]; readonly totals: readonly number[] };
type Fill = { readonly ms: number; readonly rows: number };

const p50 = (ms: readonly number[]): number => quantile(ms, 0.5);
const p95 = (ms: readonly number[]): number => quantile(ms, 0.95);

/** By name; those of parts that did not run are left out. */
export function figuresOf(measured: Measured): Record<string, Figure> {
  const { rebuild, start, query, keystroke, memory, pages, contenders, edit } = measured;
  const figures: Record<string, Figure> = {};
  if (rebuild) {
    figures['rebuild.copyAndIndex'] = atMost(rebuild.withIndexS, 's', 60);
    figures['rebuild.copy'] = told(rebuild.copyS, 's');
    figures['rebuild.longestStandstillOfProgress'] = told(rebuild.longestStandstillMs, 'ms');
  }
  if (start) {
    figures['start.firstListPage'] = atMost(start.firstListPageMs, 'ms', 100);
    figures['start.searchReady'] = atMost(start.searchReadyMs, 'ms', 1500);
    figures['start.program'] = told(start.programMs, 'ms');
  }
  if (query) {
    figures['query.worker.p50'] = told(p50(query.worker), 'ms');
    figures['query.worker.p95'] = atMost(p95(query.worker), 'ms', 20);
    figures['query.answered.p95'] = told(p95(query.answered), 'ms');
  }
  if (keystroke) {
    figures['keystroke.painted.p50'] = told(p50(keystroke), 'ms');
    figures['keystroke.painted.p95'] = atMost(p95(keystroke), 'ms', 50);
  }
  if (edit) {
    figures['edit.safe.p50'] = atMost(p50(edit.safe), 'ms', 20);
    figures['edit.safe.p95'] = atMost(p95(edit.safe), 'ms', 100);
    figures['edit.inTheCopy.p95'] = told(p95(edit.shown), 'ms');
    figures['edit.searchable.p95'] = atMost(p95(edit.found), 'ms', 100);
    figures['edit.ratioToPlainPut'] = told(p50(edit.safe) / p50(edit.plain), 'ratio');
  }
  if (memory) {
    figures['memory.searchWorker'] = atMost(memory.searchWorkerMib, 'MiB', 250);
    figures['memory.windowProcess'] = atMost(memory.windowProcessMib, 'MiB', 600);
    figures['memory.hostAfterRebuild'] = atMost(memory.hostMib, 'MiB', 300);
    figures['memory.hostPeak'] = told(memory.hostPeakMib, 'MiB');
  }
  if (pages) figures['pages.ofADocument.p95'] = told(pages.readMs.p95, 'ms');
  if (contenders) {
    const { minisearch, fts5, scan, fill } = contenders;
    figures['contender.minisearch.queryP95Ratio'] = told(minisearch.ratio.queryP95, 'ratio');
    figures['contender.minisearch.memoryRatio'] = told(minisearch.ratio.memory, 'ratio');
    figures['contender.minisearch.buildRatio'] = told(minisearch.ratio.build, 'ratio');
    figures['contender.fts5.rankedP95Ratio'] = told(fts5.ratio.rankedP95, 'ratio');
    figures['contender.fts5.buildRatio'] = told(fts5.ratio.build, 'ratio');
    if (query) figures['contender.scan.queryP50Ratio'] = told(p50(query.worker) / p50(scan.ms), 'ratio');
    if (rebuild) figures['contender.plainDexie.fillRatio'] = told((rebuild.copyS * 1000) / fill.ms, 'ratio');
  }
  return { ...figures, ...figuresOfScreens(measured) };
}

function figuresOfScreens({ typing, lists, batch }: Measured): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  if (typing) {
    figures['memory.host'] = atMost(typing.hostMib, 'MiB', 300);
    figures['screen.firstRows'] = told(typing.firstRowsMs, 'ms');
    figures['screen.keystroke.painted.p50'] = told(typing.keystrokeToPaintedMs.p50, 'ms');
    figures['screen.keystroke.painted.p95'] = atMost(typing.keystrokeToPaintedMs.p95, 'ms', 50);
    figures['longTasks.typing.count'] = atMost(typing.long.count, 'count', 0);
    figures['longTasks.typing.worst'] = atMost(typing.long.worstMs, 'ms', 50);
    figures['longTasks.typing.worstOfProcessor'] = atMost(typing.long.busyWorstMs, 'ms', 50);
  }
  for (const list of lists ? [lists.large, lists.all] : []) {
    const name = list === lists?.large ? 'oneFonds' : 'allUnits';
    figures[`list.${name}.firstRows`] = told(list.firstRowsMs, 'ms');
    figures[`list.${name}.endKey`] = told(list.endMs, 'ms');
    const opening = list.gestures['open'];
    figures[`longTasks.${name}.opening.worst`] = atMost(opening?.worstMs ?? 0, 'ms', 50);
    figures[`longTasks.${name}.opening.worstOfProcessor`] = atMost(opening?.busyWorstMs ?? 0, 'ms', 50);
    figures[`longTasks.${name}.scrolling.count`] = atMost(list.all.count, 'count', 0);
    figures[`longTasks.${name}.scrolling.worst`] = atMost(list.all.worstMs, 'ms', 50);
    figures[`longTasks.${name}.scrolling.worstOfProcessor`] = atMost(list.all.busyWorstMs, 'ms', 50);
  }
  if (batch) {
    figures['batch.clickToSafe'] = told(batch.clickToSafeMs, 'ms');
    figures['batch.clickToShown'] = told(batch.clickToShownMs, 'ms');
    figures['batch.undoToShown'] = told(batch.undoToShownMs, 'ms');
    figures['batch.longestTask'] = told(Math.max(batch.long.write.worstMs, batch.long.undo.worstMs), 'ms');
  }
  return figures;
}

/** The raw times are sums in the answer. */
export function summed(measured: Measured): object {
  const { query, keystroke, edit, contenders } = measured;
  return {
    ...measured,
    ...(query ? { query: { workerMs: p50p95(query.worker), answeredMs: p50p95(query.answered) } } : {}),
    ...(keystroke ? { keystroke: { paintedMs: p50p95(keystroke) } } : {}),
    ...(edit
      ? {
          edit: {
            safeMs: p50p95(edit.safe),
            shownMs: p50p95(edit.shown),
            foundMs: p50p95(edit.found),
            plainPutMs: p50p95(edit.plain),
          },
        }
      : {}),
    ...(contenders
      ? {
          contenders: {
            ...contenders,
            scan: { ms: p50p95(contenders.scan.ms), loadMs: contenders.scan.loadMs },
          },
        }
      : {}),
  };
}

export const HOW: Readonly<Record<string, string>> = {
  rebuild:
    'From the moment that the program runs in a new profile until every record is in the copy and in the index; progress as the screen shows it.',
  start:
    'Median of cold starts, each with a new browser, from the moment that the window’s program runs; the time until then is `start.program`.',
  query:
    'As the search worker measures it, five times each query, other work of the window included; `answered` is with the way there and back.',
  keystroke:
    'From the input event until the frame with the records of the hits is painted: in a bare window, and in the product’s (`screen`).',
  edit: 'From the call of `commit` to the sign *safe*, and to the answer of the search that has the new word, 300 titles; beside each, by turns, a strict put of the same row in a plain Dexie table.',
  memory:
    'After searching: the worker’s JavaScript heap with its buffers after a collection; the resident set of the renderer process, which holds window and worker; the resident set of the host’s process that served the rebuild, its peak, and that of a host started anew for the product’s window (`memory.host`).',
  contenders:
    'Each engine gets the same words of the same records, made by our indexer, and the same queries; all words must be there, the last may be begun. Ours alone also takes a word’s other forms and scripts. In workers of the same page; FTS5 in a process of its own. Ratios are ours to theirs: below 1 we need less.',
  longTasks:
    'PerformanceObserver of `longtask`, over the whole gesture; frames by `long-animation-frame`. `worst` is the time on the clock, which grows with whatever else the machine does; `worstOfProcessor` is the processor’s time for one task, from Chromium’s trace.',
  lists:
    'In the product’s window of 1280 × 800: a wheel by notches and flung to the end, the scrollbar, End, Home, and keys that are held.',
  batch:
    'Through the dialog: from the press to *safe*, to the new words in the rows, and from Ctrl+Z to the old ones.',
};
