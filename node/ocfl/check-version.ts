/** The rules for one version in an inventory: when, by whom, and which logical paths have which bytes. */
import type { PathsByDigest } from './check-manifest.ts';
import type { Findings } from './findings.ts';
import { isDateTime, isObject, isText, isUri } from './json-shapes.ts';
import { checkConflicts, checkPath, LOGICAL_PATH } from './path-rules.ts';

export type CheckedVersion = {
  /** Digest as written → logical paths. */
  readonly state: ReadonlyMap<string, readonly string[]>;
  /** False when there is no telling which digests the version uses. */
  readonly hasState: boolean;
  /** As they stand, for comparing with other inventories. */
  readonly created: unknown;
  readonly message: unknown;
  readonly user: unknown;
};

/** Checks a value of `versions`. */
export function checkVersion(
  version: unknown,
  manifest: PathsByDigest,
  findings: Findings,
  where: string,
): CheckedVersion {
  if (!isObject(version)) {
    findings.add('E047', where);
    return { state: new Map(), hasState: false, created: undefined, message: undefined, user: undefined };
  }
  const { created, message, user } = version;
  if (created === undefined) findings.add('E048', `${where}: created`);
  else if (!isText(created) || !isDateTime(created)) findings.add('E049', where);
  if (message === undefined || user === undefined) findings.add('W007', where);
  if (message !== undefined && !isText(message)) findings.add('E094', where);
  if (user !== undefined) checkUser(user, findings, where);
  const state = checkState(version['state'], manifest, findings, where);
  return { state, hasState: isObject(version['state']), created, message, user };
}

function checkUser(user: unknown, findings: Findings, where: string): void {
  if (!isObject(user) || !isText(user['name']) || user['name'] === '') {
    findings.add('E054', where);
    return;
  }
  const address = user['address'];
  if (address === undefined) findings.add('W008', where);
  else if (!isText(address) || !isUri(address)) findings.add('W009', where);
}

function checkState(
  value: unknown,
  manifest: PathsByDigest,
  findings: Findings,
  where: string,
): Map<string, readonly string[]> {
  const state = new Map<string, readonly string[]>();
  if (value === undefined) findings.add('E048', `${where}: state`);
  else if (!isObject(value)) findings.add('E050', where);
  else {
    const all: string[] = [];
    for (const [digest, paths] of Object.entries(value)) {
      if (!manifest.has(digest)) findings.add('E050', `${where}: ${digest}`);
      if (!Array.isArray(paths) || !paths.every(isText)) {
        findings.add('E051', `${where}: ${digest}`);
        state.set(digest, []);
        continue;
      }
      for (const path of paths) checkPath(path, LOGICAL_PATH, findings, where);
      all.push(...paths);
      state.set(digest, paths);
    }
    checkConflicts(all, LOGICAL_PATH, findings, where);
  }
  return state;
}
