/** The number that a new record is offered. */
import type { Level } from '../../../shared/model/record-types.ts';
import { useLive } from '../../db/use-live.ts';
import { useLabels } from '../../ui/use-label.ts';
import { suggestedNumber } from './draft-record.ts';
import { readNextNumber } from './inspector-clashes.ts';

/** Levels that are numbered from one on; others get a number only after numbered neighbours. */
const FROM_ONE: ReadonlySet<Level> = new Set<Level>(['inventory', 'unit', 'volume']);

/**
 * `filled` stands in the field from the start; `next` is only named beside it. A fonds gets its number from the list of
 * fonds, with its prefix, so that is never filled in.
 */
export function useSuggestedNumber(level: Level, parent: string | null): { filled: string; next: string } {
  const { language } = useLabels();
  const found = useLive(readNextNumber, [level, parent]);
  if (found === undefined) return { filled: '', next: '' };
  const first = FROM_ONE.has(level) ? '1' : '';
  const next = found === null ? first : suggestedNumber(found, language);
  return { filled: level === 'fonds' ? '' : next, next };
}
