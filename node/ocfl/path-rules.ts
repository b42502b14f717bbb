/** The rules for paths inside inventories; the same for content paths and logical paths, under different codes. */
import type { OcflCode } from './codes.ts';
import type { Findings } from './findings.ts';

export type PathCodes = { readonly slash: OcflCode; readonly element: OcflCode; readonly conflict: OcflCode };

export const CONTENT_PATH: PathCodes = { slash: 'E100', element: 'E099', conflict: 'E101' };
export const LOGICAL_PATH: PathCodes = { slash: 'E053', element: 'E052', conflict: 'E095' };

/** True when a path begins and ends with an element and every element is a name. */
export function checkPath(path: string, codes: PathCodes, findings: Findings, where: string): boolean {
  const slash = path.startsWith('/') || path.endsWith('/');
  const inner = path.replace(/^\//u, '').replace(/\/$/u, '');
  const element = inner.split('/').some((name) => name === '' || name === '.' || name === '..');
  if (slash) findings.add(codes.slash, `${where}: ${path}`);
  if (element) findings.add(codes.element, `${where}: ${path}`);
  return !slash && !element;
}

/** Finds paths that are equal, or where one is a folder of another. Sorting puts such pairs beside each other. */
export function checkConflicts(
  paths: readonly string[],
  codes: PathCodes,
  findings: Findings,
  where: string,
): void {
  // A sign below all others in place of `/`, so that everything below a folder follows it at once.
  const sorted = paths.map((path) => path.replaceAll('/', '\u0000')).sort();
  for (let i = 1; i < sorted.length; i++) {
    const [before, path] = [sorted[i - 1] ?? '', sorted[i] ?? ''];
    if (path === before || path.startsWith(`${before}\u0000`)) {
      findings.add(codes.conflict, `${where}: ${path.replaceAll('\u0000', '/')}`);
    }
  }
}
