/** The order of what waits for a decision, and what a person has put off. Pure. */
import type { RecordId } from '../../../shared/sync/op.ts';

/** `ids` with those put off behind the others; in both parts the order stays. */
export function reviewOrder(ids: readonly RecordId[], putOff: ReadonlySet<RecordId>): RecordId[] {
  return [...ids.filter((id) => !putOff.has(id)), ...ids.filter((id) => putOff.has(id))];
}

/**
 * Which record is to be shown: the one wanted while it waits; after it was settled, the one that stands in its place now
 * (`before`: the order when it was last shown). Null when nothing waits.
 */
export function shownReview(
  ids: readonly RecordId[],
  wanted: RecordId | null,
  before: readonly RecordId[],
): RecordId | null {
  if (wanted === null || ids.includes(wanted)) return wanted ?? ids[0] ?? null;
  const place = before.indexOf(wanted);
  const next = before.slice(place + 1).find((id) => ids.includes(id));
  return next ?? ids.at(-1) ?? null;
}

/** The one after (`by` 1) or before (-1) `id`, around the ends; null when there is no other. */
export function nextReview(ids: readonly RecordId[], id: RecordId | null, by: 1 | -1): RecordId | null {
  const at = id === null ? -1 : ids.indexOf(id);
  const next = ids[(at + by + ids.length) % ids.length];
  return next === undefined || next === id ? null : next;
}
