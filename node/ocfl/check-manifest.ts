/** The rules for the blocks that map digests to content paths: the manifest, and the fixity block, which is built like it. */
import type { OcflCode } from './codes.ts';
import { isKnownAlgorithm } from './digests.ts';
import type { Findings } from './findings.ts';
import { isObject, isText } from './json-shapes.ts';
import { checkConflicts, checkPath, CONTENT_PATH } from './path-rules.ts';

/** Digest as written → content paths; only paths that keep to the rules, so that none leads out of the object. */
export type PathsByDigest = ReadonlyMap<string, readonly string[]>;

/** Checks the manifest block of an inventory. */
export function checkManifest(value: unknown, findings: Findings, where: string): PathsByDigest {
  if (value === undefined) findings.add('E041', `${where}: manifest`);
  else if (!isObject(value)) findings.add('E106', where);
  else return checkBlock(value, { shape: 'E092', twice: 'E096' }, findings, where);
  return new Map();
}

/** Checks the fixity block: algorithm → block. */
export function checkFixity(
  value: unknown,
  findings: Findings,
  where: string,
): ReadonlyMap<string, PathsByDigest> {
  const checked = new Map<string, PathsByDigest>();
  if (value === undefined) return checked;
  if (!isObject(value)) {
    findings.add('E111', where);
    return checked;
  }
  for (const [algorithm, block] of Object.entries(value)) {
    if (!isKnownAlgorithm(algorithm)) findings.add('E056', `${where}: ${algorithm}`);
    if (!isObject(block)) findings.add('E057', `${where}: ${algorithm}`);
    else {
      const codes = { shape: 'E057', twice: 'E097' } as const;
      checked.set(algorithm, checkBlock(block, codes, findings, `${where} ${algorithm}`));
    }
  }
  return checked;
}

function checkBlock(
  block: Record<string, unknown>,
  codes: { readonly shape: OcflCode; readonly twice: OcflCode },
  findings: Findings,
  where: string,
): PathsByDigest {
  const checked = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const all: string[] = [];
  // A digest given twice repeats its paths: that is one mistake, not two.
  for (const [digest, paths] of Object.entries(block)) {
    if (!Array.isArray(paths) || !paths.every(isText)) {
      findings.add(codes.shape, `${where}: ${digest}`);
      checked.set(digest, []);
      continue;
    }
    const key = digest.toLowerCase();
    if (seen.has(key)) findings.add(codes.twice, `${where}: ${digest}`);
    else all.push(...paths);
    seen.add(key);
    checked.set(
      digest,
      paths.filter((path) => checkPath(path, CONTENT_PATH, findings, where)),
    );
  }
  checkConflicts(all, CONTENT_PATH, findings, where);
  return checked;
}
