/**
 * Judges an inventory that may be anybody's: every rule of the specification that can be seen in the JSON alone. Gives back
 * what of it can be used for looking at the files, however much was wrong.
 */
import { checkManifest, checkFixity, type PathsByDigest } from './check-manifest.ts';
import { checkVersionNames } from './check-version-names.ts';
import { checkVersion, type CheckedVersion } from './check-version.ts';
import type { Findings } from './findings.ts';
import { isObject, isUri } from './json-shapes.ts';

const KEYS = new Set([
  'id',
  'type',
  'digestAlgorithm',
  'head',
  'contentDirectory',
  'manifest',
  'versions',
  'fixity',
]);
const TYPE = /^https:\/\/ocfl\.io\/(1\.[01])\/spec\/#inventory$/u;
/** Known enough to be read and compared, besides the two that are allowed. */
const ALLOWED_ALGORITHMS = new Set(['sha512', 'sha256']);

export type CheckedInventory = {
  readonly id: string | null;
  /** `1.0` or `1.1`. */
  readonly spec: string | null;
  readonly algorithm: string | null;
  readonly head: string | null;
  /** Null when it is set to something that is no folder's name. */
  readonly contentDirectory: string | null;
  readonly setsContentDirectory: boolean;
  readonly manifest: PathsByDigest;
  readonly fixity: ReadonlyMap<string, PathsByDigest>;
  readonly versions: ReadonlyMap<string, CheckedVersion>;
};

/** An inventory in a version folder. */
export type VersionInventory = { readonly version: string; readonly checked: CheckedInventory };

/** Checks parsed JSON; `where` names the file in findings. Null when it is no object at all. */
export function checkInventory(json: unknown, findings: Findings, where: string): CheckedInventory | null {
  if (!isObject(json)) {
    findings.add('E033', where);
    return null;
  }
  for (const key of Object.keys(json)) if (!KEYS.has(key)) findings.add('E102', `${where}: ${key}`);
  const id = checkId(json, findings, where);
  const spec = checkType(json, findings, where);
  const algorithm = checkAlgorithm(json, findings, where);
  const manifest = checkManifest(json['manifest'], findings, where);
  const versions = checkVersions(json, manifest, findings, where);
  const head = checkHead(json, [...versions.keys()], findings, where);
  if (isObject(json['versions'])) checkAllUsed(manifest, versions, findings, where);
  const fixity = checkFixity(json['fixity'], findings, where);
  const contentDirectory = checkContentDirectory(json['contentDirectory'], findings, where);
  const setsContentDirectory = json['contentDirectory'] !== undefined;
  return { id, spec, algorithm, head, contentDirectory, setsContentDirectory, manifest, fixity, versions };
}

function checkId(json: Record<string, unknown>, findings: Findings, where: string): string | null {
  const id = json['id'];
  if (id === undefined) findings.add('E036', `${where}: id`);
  else if (typeof id !== 'string' || id === '') findings.add('E037', where);
  else {
    if (!isUri(id)) findings.add('W005', `${where}: ${id}`);
    return id;
  }
  return null;
}

function checkType(json: Record<string, unknown>, findings: Findings, where: string): string | null {
  const type = json['type'];
  if (type === undefined) {
    findings.add('E036', `${where}: type`);
    return null;
  }
  const spec = typeof type === 'string' ? (TYPE.exec(type)?.[1] ?? null) : null;
  if (spec === null) findings.add('E038', where);
  return spec;
}

function checkAlgorithm(json: Record<string, unknown>, findings: Findings, where: string): string | null {
  const algorithm = json['digestAlgorithm'];
  if (algorithm === undefined) {
    findings.add('E036', `${where}: digestAlgorithm`);
    return null;
  }
  if (typeof algorithm !== 'string' || !ALLOWED_ALGORITHMS.has(algorithm)) findings.add('E025', where);
  else if (algorithm !== 'sha512') findings.add('W004', where);
  return typeof algorithm === 'string' ? algorithm : null;
}

function checkVersions(
  json: Record<string, unknown>,
  manifest: PathsByDigest,
  findings: Findings,
  where: string,
): Map<string, CheckedVersion> {
  const checked = new Map<string, CheckedVersion>();
  const versions = json['versions'];
  if (versions === undefined) findings.add('E041', `${where}: versions`);
  else if (!isObject(versions)) findings.add('E044', where);
  else {
    const names = Object.keys(versions);
    if (names.length === 0) findings.add('E008', where);
    else checkVersionNames(names, findings, where);
    for (const [name, version] of Object.entries(versions)) {
      checked.set(name, checkVersion(version, manifest, findings, `${where} ${name}`));
    }
  }
  return checked;
}

function checkHead(
  json: Record<string, unknown>,
  names: readonly string[],
  findings: Findings,
  where: string,
): string | null {
  const head = json['head'];
  if (head === undefined) {
    findings.add('E036', `${where}: head`);
    return null;
  }
  const highest = newestVersion(names);
  if (typeof head !== 'string' || (highest !== undefined && head !== highest)) findings.add('E040', where);
  return typeof head === 'string' ? head : null;
}

/** The name with the highest number. */
export function newestVersion(names: readonly string[]): string | undefined {
  return names.toSorted((a, b) => versionNumber(a) - versionNumber(b)).at(-1);
}

/** The number in a version's name; 0 when there is none. */
export function versionNumber(name: string): number {
  const number = Number(/^v?(\d{1,15})$/u.exec(name)?.[1] ?? 0);
  return Number.isSafeInteger(number) ? number : 0;
}

function checkAllUsed(
  manifest: PathsByDigest,
  versions: ReadonlyMap<string, CheckedVersion>,
  findings: Findings,
  where: string,
): void {
  if ([...versions.values()].some(({ hasState }) => !hasState)) return; // one mistake is enough
  const used = new Set<string>();
  for (const { state } of versions.values()) {
    for (const digest of state.keys()) used.add(digest.toLowerCase());
  }
  for (const digest of manifest.keys()) {
    if (!used.has(digest.toLowerCase())) findings.add('E107', `${where}: ${digest}`);
  }
}

function checkContentDirectory(value: unknown, findings: Findings, where: string): string | null {
  if (value === undefined) return 'content';
  if (typeof value !== 'string' || value === '') {
    findings.add('E108', where);
    return null;
  }
  if (value.includes('/')) findings.add('E017', `${where}: ${value}`);
  else if (value === '.' || value === '..') findings.add('E018', `${where}: ${value}`);
  else return value;
  return null;
}
