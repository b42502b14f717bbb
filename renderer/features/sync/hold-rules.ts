/** What of the archive's files a station is to hold: choices for the whole archive, and for single fonds. Pure. */
import type { HoldChoice } from '../../../shared/rpc/contract-sync-files.ts';
import type { RecordId } from '../../../shared/sync/op.ts';

export type HoldKind = HoldChoice['what'];

/** In the order of their size. */
export const HOLD_KINDS: readonly HoldKind[] = ['texts', 'thumbs', 'readings', 'masters'];
/** What is worth choosing fonds by fonds: the others are small. */
export const FONDS_KINDS: readonly HoldKind[] = ['readings', 'masters'];

/** `own`: chosen for this very record. `whole`: chosen for the whole archive, and so here too. */
export function holdState(
  choices: readonly HoldChoice[],
  record: RecordId | null,
  what: HoldKind,
): 'own' | 'whole' | 'no' {
  const has = (of: RecordId | null) => choices.some((each) => each.record === of && each.what === what);
  if (has(record)) return 'own';
  return record !== null && has(null) ? 'whole' : 'no';
}

/** The choices with one of them made or taken back; the others stay. */
export function withChoice(choices: readonly HoldChoice[], choice: HoldChoice, isOn: boolean): HoldChoice[] {
  const others = choices.filter((each) => each.record !== choice.record || each.what !== choice.what);
  return isOn ? [...others, choice] : others;
}
