/** Lets an index that followed no good end, or was not looked at for long, be looked through once it is filled; once each time it is opened. */
import type { OpenIndex } from './open-index.ts';

export function createCheckOnce(deps: {
  /** Whether the file is sound; null: that could not be found out. */
  readonly check: () => Promise<boolean | null>;
  /** The index that is open now. */
  readonly now: () => OpenIndex | null;
  readonly onDamage: () => void;
}): (index: OpenIndex) => void {
  let looked: OpenIndex | null = null;

  async function look(index: OpenIndex): Promise<void> {
    const isSound = await deps.check().catch(() => null);
    if (deps.now() !== index || isSound === null) return;
    if (isSound) index.checks.checked(Date.now());
    else deps.onDamage();
  }

  return (index) => {
    if (looked === index || index.filler.progress().isFilling) return;
    looked = index;
    if (index.checks.isDue(Date.now())) void look(index);
  };
}
