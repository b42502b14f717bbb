/** A record as the index takes it in: its view, and when it was written last. */
import type { Row } from '../db/rows.ts';
import { clockMs } from '../../shared/sync/clock.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';

/** `changed` in seconds since 1970, by the clock of the newest value. */
export type FoundRecord = RecordView & { readonly n: number; readonly changed: number };

/** The record that a row holds. */
export function foundRecordOf(row: Row): FoundRecord {
  const state = JSON.parse(row.state) as RecordState;
  let newest = '';
  for (const { heads } of Object.values(state.f)) {
    // Heads stand in the order of their clocks.
    const { h = '' } = heads.at(-1) ?? {};
    if (h > newest) newest = h;
  }
  return { ...viewOf(state), n: row.n, changed: newest === '' ? 0 : Math.floor(clockMs(newest) / 1000) };
}
