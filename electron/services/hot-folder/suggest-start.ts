/** The leaf that a unit would be gone on with, and how it is scanned. Pure. */
import type { Output } from '../../../shared/rpc/contract.ts';
import { afterPicture, startSequence } from './sequence.ts';
import { lastLeaf, sheetOf, type UnitSheet } from './sheet.ts';

/** Behind the last leaf of the sheaf; the first one expected where it is empty. */
export function suggestStart(sheet: UnitSheet): Output<'capture.suggest'> {
  const mode = sheet.leaves.hasBacks ? 'sides' : 'rectos';
  const last = lastLeaf(sheet);
  const leaves = sheetOf(sheet);
  const start =
    last === null
      ? (leaves.expected[0] ?? { num: 1 })
      : afterPicture(startSequence(mode, true, last), leaves).next.from;
  return { start, mode, ...sheet.counts };
}
