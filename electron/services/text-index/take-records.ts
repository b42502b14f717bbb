/**
 * From records of the journal to what is written of them into the index. Reading and cutting texts is done before; what it gives are the
 * writes, each for itself, for transactions of a few milliseconds.
 */
import { classifyPage } from '../../../shared/misreading/page-class.ts';
import type { ReadPair } from '../../../shared/misreading/learn-profile.ts';
import { corrected } from '../../../shared/page-text/corrections.ts';
import { meanSureness } from '../../../shared/page-text/page-text.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { createSynonymKeeper } from './ask-synonyms.ts';
import type { Breath } from './breath.ts';
import { layOutText, wordAt } from './laid-text.ts';
import { correctedLines, type ProfileKeeper } from './learn-profiles.ts';
import type { OwnTexts, OwnTextTask } from './own-texts.ts';
import type { PageFiles } from './page-files.ts';
import type { PagePlace } from './page-table.ts';
import type { JournalRow } from './read-journal.ts';
import type { PageToIndex, TextStore } from './store.ts';
import { isHolder, nodeOfRecord, pageOfRecord, type PageOfRecord } from './text-of-page.ts';

export type Write = () => void;

export type RecordTaker = {
  /** The writes of these records, those that others hang below first. */
  take(rows: readonly JournalRow[]): Promise<Write[]>;
  /** The writes of pages that their PDF brings the text of; null: it could not be had, and is asked for again at the next start. */
  takeOwn(
    task: OwnTextTask,
    rows: readonly JournalRow[],
    texts: readonly (string | null)[] | null,
  ): Promise<Write[]>;
};

type Words = Pick<PageToIndex, 'text' | 'kind' | 'sure' | 'engine' | 'sureAt' | 'class' | 'source'> & {
  /** Lines that a person put right. */
  readonly putRight?: readonly ReadPair[];
};

const NO_WORDS: Words = { text: null, kind: 'typed', sure: null, engine: null };
/** Without a source it is tried again at the next start. */
const UNREAD: Words = { ...NO_WORDS, source: '' };
/** Files that are read at the same time. */
const LANES = 4;

export function createRecordTaker(deps: {
  readonly store: TextStore;
  readonly files: PageFiles;
  readonly own: OwnTexts;
  readonly breathe: Breath;
  /** Pages below this node came to be granted, or to be refused. */
  readonly regrant: (node: number) => void;
  /** Learns from what people put right; left out: nothing is learned. */
  readonly keeper?: Pick<ProfileKeeper, 'keep'> | undefined;
}): RecordTaker {
  const { store, files, own, breathe, regrant, keeper } = deps;
  const sourceOf = store.db.prepare<{ source: string }>('SELECT source FROM page WHERE id = ?');
  const keepSynonyms = createSynonymKeeper(store);
  const pdfOf = store.db.prepare<{ pdf: string }>('SELECT pdf FROM node WHERE id = ?');

  function nodeWrite(row: JournalRow): Write {
    const node = nodeOfRecord(row);
    return () => {
      const known = store.nodeOf(node.id);
      const before = known === null ? '' : (pdfOf.get(known)?.pdf ?? '');
      const wasGranted = known === null || store.nodes.isGranted(known);
      store.putNodes([node]);
      const id = store.nodeOf(node.id) ?? 0;
      if (typeof node.pdf === 'string' && node.pdf !== before) own.want(id, node.pdf);
      if (store.nodes.isGranted(id) !== wasGranted) regrant(id);
    };
  }

  async function pageWrite(page: PageOfRecord): Promise<Write> {
    const around = placeOf(page);
    if (around === null) return () => store.remove([page.id]);
    const known = store.pageOf(page.id);
    if (known !== null && sourceOf.get(known)?.source === page.source)
      return () => void store.refresh(around, page.source);
    const { putRight = [], ...words } = await wordsOf(page);
    await breathe();
    const prepared = store.prepare({ ...around, ...words });
    const { text } = page;
    return () => {
      store.putPrepared(prepared);
      const row = keeper === undefined ? null : store.pageOf(page.id);
      if (row !== null) keeper?.keep(row, words.engine ?? '', putRight);
      if (text.from !== 'own') return;
      const { sha256 } = text.image;
      const node = store.nodeOf(around.under);
      if (node !== null && (text.isPdf || pdfOf.get(node)?.pdf === sha256)) own.want(node, sha256);
    };
  }

  async function wordsOf({ text, source }: PageOfRecord): Promise<Words> {
    if (text.from === 'written') return { ...NO_WORDS, text: text.text, source };
    if (text.from !== 'reading') return { ...NO_WORDS, source };
    const { engine, sure, corrections } = text;
    const page = await files.alto(text.sha256);
    if (page === null) return { ...UNREAD, kind: 'read', engine };
    const laid = layOutText(corrected(page, corrections));
    return {
      text: laid.text.trim() === '' ? null : laid.text,
      kind: 'read',
      sure: sure ?? meanSureness(page),
      engine,
      sureAt: (start) => laid.words[wordAt(laid, start)]?.sure ?? null,
      source,
      putRight: correctedLines(page, corrections),
    };
  }

  return {
    async take(rows) {
      const writes = rows.filter(({ t }) => isHolder(t)).map(nodeWrite);
      for (const { id, t, state } of rows) {
        if (t !== 'synonyms') continue;
        const { values, deleted } = viewOf(state);
        writes.push(() => keepSynonyms({ id, values, deleted }));
      }
      const pages = rows.filter(({ t }) => t === 'page').map(pageOfRecord);
      for (let at = 0; at < pages.length; at += LANES) {
        writes.push(...(await Promise.all(pages.slice(at, at + LANES).map(pageWrite))));
        await breathe();
      }
      return writes;
    },
    async takeOwn(task, rows, texts) {
      const textByPage = new Map(task.pages.map(({ page }, at) => [page, texts?.[at] ?? '']));
      const writes: Write[] = [];
      for (const page of rows.map(pageOfRecord)) {
        const [around, text] = [placeOf(page), textByPage.get(page.id) ?? ''];
        // It may have been read by now, or its picture replaced.
        if (around === null || page.text.from !== 'own') continue;
        if (texts !== null && text.trim() === '') continue;
        const words = texts === null ? UNREAD : { ...ownWords(text), source: page.source };
        const prepared = store.prepare({ ...around, ...words });
        writes.push(() => store.putPrepared(prepared));
        await breathe();
      }
      return writes;
    },
  };
}

/** Null: it has no place, because it is in the bin or hangs nowhere. */
function placeOf({ id, n, under, place, leaf, access, tags, deleted }: PageOfRecord): PagePlace | null {
  return deleted || under === null ? null : { page: id, under, n, place, leaf, access, tags };
}

/** A text layer is what a program wrote, unless it looks as if one had read it. */
function ownWords(text: string): Words {
  const told = classifyPage(text, null);
  const isRead = told.lost || told.noise !== 'clean';
  return { ...NO_WORDS, text, kind: isRead ? 'read' : 'typed', class: told };
}
