/** How often what happened in a run: shows that the runs reach what they are made for. */
export type Counts = { add(name: string, by?: number): void; all(): Readonly<Record<string, number>> };

export function createCounts(): Counts {
  const counts: Record<string, number> = {};
  return {
    add(name, by = 1) {
      counts[name] = (counts[name] ?? 0) + by;
    },
    all: () => counts,
  };
}
