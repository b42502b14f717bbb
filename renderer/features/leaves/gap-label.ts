/** What a hole is called, on the screen and by a screen reader. */
import type { TFunction } from 'i18next';
import { labelLeaves } from '../../../shared/model/print-leaves.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import type { Hole } from '../../../shared/binding/holes.ts';

/** `л. 45 об.: не отсканировано`, `лл. 12–40: не отсканировано (29)`. */
export function gapLabel({ kind, range, count }: Hole, language: Language, t: TFunction): string {
  const leaves = labelLeaves([range], language);
  return count > 1
    ? t(`leaves.gaps.${kind}`, { leaves, number: count })
    : t(`leaves.gap.${kind}`, { leaves });
}
