/** Where the scans of the pages shown are, followed while a person looks; and asking for those that are not here. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { imageOf } from '../../../shared/model/record-values.ts';
import type { FilesStatus } from '../../../shared/rpc/contract-sync-files.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { useDesk } from '../../ui/desk.ts';
import { isElsewhere, scanPlaceOf, type ScanPlace, type WhereFile } from './scan-place.ts';

/** Who turns pages quickly asks for nothing. */
const LOOKING_MS = 250;

export type ScanPlaces = {
  /** Undefined until it is known; null when all are here. */
  readonly place: ScanPlace | null | undefined;
  /** One more each time when a scan that was elsewhere is in another place: the pages are painted anew then. */
  readonly moves: number;
  readonly fetch: () => void;
  readonly stop: () => void;
};

type Told = { readonly key: string; readonly files: readonly WhereFile[]; readonly moves: number };

export function useScanPlace(spread: readonly CatalogueRecord[]): ScanPlaces {
  const { host, reportError } = useDesk();
  const status = useSyncStatus();
  const images = spread.flatMap(({ values }) => imageOf(values)?.sha256 ?? []);
  /** Without a centre everything is here. */
  const key = status?.link === 'linked' ? [...new Set(images)].join() : '';
  const [told, setTold] = useState<Told>({ key: '', files: [], moves: 0 });
  const [moving, setMoving] = useState<FilesStatus['moving']>([]);
  /** Counts the questions: an answer that another question has overtaken says nothing. */
  const asked = useRef(0);

  const ask = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await host.call('sync.files.where', { sha256: key.split(',') });
    if (mine !== asked.current || !answer.ok) return;
    const { files } = answer.value;
    setTold((before) => {
      const was = before.key === key ? awayOf(before.files) : '';
      return { key, files, moves: before.moves + (was !== '' && was !== awayOf(files) ? 1 : 0) };
    });
  }, [host, key]);

  useEffect(() => {
    if (key === '') return undefined;
    const timer = setTimeout(() => void ask(), LOOKING_MS);
    return () => {
      clearTimeout(timer);
      asked.current += 1;
    };
  }, [key, ask]);

  const files = told.key === key ? told.files : null;
  const place = useMemo(() => (files === null ? undefined : scanPlaceOf(files, moving)), [files, moving]);
  const isAway = place !== null && place !== undefined;

  useEffect(() => {
    if (!isAway) return undefined;
    let last: unknown = null;
    // Whoever has it may have sent it by now.
    return host.on('sync.changed', ({ lastComplete }) => {
      if (lastComplete !== last) void ask();
      last = lastComplete;
    });
  }, [host, isAway, ask]);

  const isAsked = place?.isAsked === true;
  /** Outlives the listening: a file that has come may be asked for once more before it is counted, and then it is no longer asked for. */
  const held = useRef<number | null>(null);
  useEffect(() => {
    if (!isAway) return undefined;
    return host.on('sync.files.changed', (now) => {
      setMoving(now.moving);
      const isUnderWay = now.moving.some(({ sha256 }) => key.includes(sha256));
      // A file may come between two events.
      const hasCome = held.current !== null && held.current !== now.held.files;
      held.current = now.held.files;
      if (!isUnderWay && (isAsked || hasCome)) void ask();
    });
  }, [host, isAway, isAsked, key, ask]);

  const fetch = (): void => {
    if (place?.away[0] === undefined) return;
    void host.call('sync.files.fetch', { sha256: [...place.away] }).then((answer) => {
      if (!answer.ok) reportError({ code: answer.code, details: answer.details, retry: fetch });
      return ask();
    });
  };
  const stop = (): void =>
    void host.call('sync.files.stop', { sha256: [...(place?.away ?? [])] }).then(() => ask());
  return { place: key === '' ? null : place, moves: told.moves, fetch, stop };
}

/** Those that are not here, each with its place. */
function awayOf(files: readonly WhereFile[]): string {
  return files.flatMap(({ sha256, way }) => (isElsewhere(way) ? `${sha256} ${way}` : [])).join();
}
