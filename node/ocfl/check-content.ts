/**
 * The files themselves: all that lie in content folders are in the manifests, all that inventories name are there, and every
 * one has the digests that any inventory gives it. Each file is read once, whatever the number of inventories.
 */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode } from '../files/disk-trouble.ts';
import { TroubleError } from '../../shared/result.ts';
import { versionNumber, type CheckedInventory, type VersionInventory } from './check-inventory.ts';
import { digestFile } from './digests.ts';
import { createFindings, type FindingCode, type Findings } from './findings.ts';
import { listFolder } from './list-folder.ts';
import { INVENTORY } from './inventory.ts';

/** A digest that some inventory gives a file, and the code when the file has another one. */
type Expected = { readonly algorithm: string; readonly digest: string; readonly code: FindingCode };

/** Checks the content of the object in `folder` against its inventory and those in its version folders; the bytes only when told to. */
export async function checkContent(
  folder: string,
  inventory: CheckedInventory,
  older: readonly VersionInventory[],
  findings: Findings,
  readsContent: boolean,
): Promise<void> {
  const files = await walkContent(folder, inventory, older, findings);
  checkListed(files, { version: inventory.head ?? '', checked: inventory }, findings, '');
  for (const one of older) checkListed(files, one, findings, `${one.version}/${INVENTORY}: `);

  if (inventory.versions.size === 0) return; // found already, and no path lies anywhere
  const expected = new Map<string, Map<string, Expected>>();
  for (const checked of [inventory, ...older.map((one) => one.checked)]) expect(checked, expected);
  for (const [path, digests] of expected) {
    if (!inventory.versions.has(path.split('/', 1)[0] ?? '') || !path.includes('/')) {
      findings.add('E042', path);
    } else if (files.has(path) || (await isThere(folder, path, findings))) {
      if (readsContent) await checkDigests(join(folder, path), path, digests, findings);
    } else for (const { code } of digests.values()) findings.add(code, path);
  }
}

/** All content files by their paths, with the number of their version. */
async function walkContent(
  folder: string,
  inventory: CheckedInventory,
  older: readonly VersionInventory[],
  findings: Findings,
): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  // Their troubles and links have been found before.
  const quiet = createFindings();
  const entries = await listFolder(folder, '', quiet);
  const present = new Set(entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name));
  for (const version of inventory.versions.keys()) {
    if (!present.has(version)) continue;
    const own = older.find((one) => one.version === version)?.checked ?? inventory;
    if (own.contentDirectory === null) continue;
    const content = `${version}/${own.contentDirectory}`;
    const inside = await listFolder(join(folder, version), `${version}/`, quiet);
    if (!inside.some(({ name, kind }) => name === own.contentDirectory && kind === 'folder')) continue;
    await walk(folder, content, versionNumber(version), files, findings);
  }
  return files;
}

async function walk(
  folder: string,
  content: string,
  version: number,
  files: Map<string, number>,
  findings: Findings,
): Promise<void> {
  const waiting = [content];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const entries = await listFolder(join(folder, below), `${below}/`, findings);
    if (entries.length === 0) findings.add(below === content ? 'W003' : 'E024', `${below}/`);
    for (const { name, kind } of entries) {
      const path = `${below}/${name}`;
      if (kind === 'folder') waiting.push(path);
      else if (kind === 'file') files.set(path, version);
      else if (kind === 'other') findings.add('E023', path); // a pipe or a device: never opened
    }
  }
}

/** An inventory names all content of its version and those before it. */
function checkListed(
  files: ReadonlyMap<string, number>,
  { version, checked }: VersionInventory,
  findings: Findings,
  where: string,
): void {
  const listed = new Set([...checked.manifest.values()].flat());
  const last = versionNumber(version);
  for (const [path, fileVersion] of files) {
    if (fileVersion <= last && !listed.has(path)) findings.add('E023', `${where}${path}`);
  }
}

function expect(checked: CheckedInventory, expected: Map<string, Map<string, Expected>>): void {
  const add = (path: string, one: Expected) => {
    const digests = expected.get(path) ?? new Map<string, Expected>();
    digests.set(`${one.code} ${one.algorithm} ${one.digest}`, one);
    expected.set(path, digests);
  };
  for (const [digest, paths] of checked.manifest) {
    for (const path of paths) {
      add(path, { algorithm: checked.algorithm ?? '', digest: digest.toLowerCase(), code: 'E092' });
    }
  }
  for (const [algorithm, block] of checked.fixity) {
    for (const [digest, paths] of block) {
      for (const path of paths) add(path, { algorithm, digest: digest.toLowerCase(), code: 'E093' });
    }
  }
}

/** True for a regular file that an inventory names outside the content folders, reached without any link. */
async function isThere(folder: string, path: string, findings: Findings): Promise<boolean> {
  const elements = path.split('/');
  try {
    for (let i = 1; i <= elements.length; i++) {
      const found = await lstat(join(folder, ...elements.slice(0, i)));
      // A link on the way would lead out of the object.
      if (i < elements.length ? !found.isDirectory() : !found.isFile()) return false;
    }
    return true;
  } catch (error) {
    const code = diskCode(error);
    if (code === undefined && !isBadPath(error)) throw error;
    if (code !== undefined && code !== 'FILE_MISSING' && code !== 'WRONG_KIND_OF_FILE')
      findings.add(code, path);
    return false;
  }
}

async function checkDigests(
  file: string,
  path: string,
  digests: ReadonlyMap<string, Expected>,
  findings: Findings,
): Promise<void> {
  try {
    const actual = await digestFile(
      file,
      [...digests.values()].map(({ algorithm }) => algorithm),
    );
    for (const { algorithm, digest, code } of digests.values()) {
      const found = actual.get(algorithm);
      if (found !== undefined && found !== digest) findings.add(code, path);
    }
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    findings.add(error.code as FindingCode, path);
  }
}

/** Node refuses a path with a zero byte in it before any disk is asked. */
function isBadPath(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE';
}
