/** The order of an import's files: folders and names as a person counts, 2 before 10. */

const collator = new Intl.Collator('kk', { numeric: true, sensitivity: 'variant' });

/** Compares two paths folder by folder; files of a folder come before those of its subfolders. */
export function comparePaths(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  const depth = Math.min(left.length, right.length);
  for (let at = 0; at < depth; at++) {
    const leftIsFile = at === left.length - 1;
    const rightIsFile = at === right.length - 1;
    if (leftIsFile !== rightIsFile) return leftIsFile ? -1 : 1;
    const order = collator.compare(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}
