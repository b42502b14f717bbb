/** What is found damaged is looked at a second time: a host beside the audit may be sealing, keeping or repairing at that moment. */
import { damageKey, type Audited } from './audit-damage.ts';

/**
 * One place, looked at once, and again where something seems damaged; only what was found both times is told. `look` reads
 * the contents named in `only`, or all with null; it answers null when the place is gone, and so does this.
 */
export async function lookTwice(
  look: (only: ReadonlySet<string> | null) => Promise<Audited | null>,
): Promise<Audited | null> {
  const first = await look(null);
  if (first === null || first.damages.length === 0) return first;
  const again = await look(new Set(first.damages.map(({ path }) => path)));
  if (again === null) return null;
  const found = new Set(again.damages.map(damageKey));
  return { ...first, damages: first.damages.filter((damage) => found.has(damageKey(damage))) };
}
