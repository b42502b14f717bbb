/** Work that the centre holds back, by the person and the station that it came from. Pure. */
import type { HeldItem } from './use-held.ts';

export type HeldGroup = {
  readonly key: string;
  readonly person: string | null;
  readonly station: string | null;
  /** Why: a code with texts. */
  readonly code: string;
  readonly items: readonly HeldItem[];
};

/** In the order in which the first of each came; what was decided to be left stays apart, behind the others. */
export function heldGroups(items: readonly HeldItem[]): HeldGroup[] {
  const groups = new Map<string, HeldGroup & { items: HeldItem[] }>();
  for (const item of items) {
    const { code, decision } = item;
    const key = [item.person?.id, item.station?.id, code, decision].join('|');
    const known = groups.get(key);
    if (known !== undefined) known.items.push(item);
    else {
      const [person, station] = [item.person?.name ?? null, item.station?.name ?? null];
      groups.set(key, { key, person, station, code, items: [item] });
    }
  }
  const isOpen = ({ items: [first] }: HeldGroup) => first?.decision === null;
  const all = [...groups.values()];
  return [...all.filter(isOpen), ...all.filter((group) => !isOpen(group))];
}
