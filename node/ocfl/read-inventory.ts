/** Reads an inventory and the digest file beside it, from a folder that may be anybody's. */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode } from '../files/disk-trouble.ts';
import { checkInventory, type CheckedInventory } from './check-inventory.ts';
import { createDigest, isComputable } from './digests.ts';
import type { Findings } from './findings.ts';
import { INVENTORY } from './inventory.ts';
import { isObject } from './json-shapes.ts';

/** Above this an inventory is not read into memory: 400,000 files have 150 MB. */
const LARGEST_INVENTORY_BYTES = 400 * 1024 * 1024;
const LARGEST_SIDECAR_BYTES = 64 * 1024;

export type ReadInventory = {
  readonly checked: CheckedInventory;
  /** For telling whether two inventories are the same file. */
  readonly sha512: string;
};

/** The name of the digest file beside an inventory, for any algorithm. */
export function isSidecar(name: string): boolean {
  return name.startsWith(`${INVENTORY}.`);
}

/** Reads and checks `inventory.json` in `folder`, which is there; `where` is the folder's name in findings. */
export async function readInventory(
  folder: string,
  where: string,
  findings: Findings,
): Promise<ReadInventory | null> {
  const place = `${where}${INVENTORY}`;
  const bytes = await readSmall(join(folder, INVENTORY), LARGEST_INVENTORY_BYTES, place, findings);
  if (bytes === null) return null;
  if (bytes === 'too large') {
    findings.add('E033', `${place}: too large`);
    return null;
  }
  const json = parseJson(bytes);
  const algorithm = isObject(json) ? json['digestAlgorithm'] : undefined;
  if (typeof algorithm === 'string') await checkSidecar(folder, where, algorithm, bytes, findings);
  const checked = json === undefined ? null : checkInventory(json, findings, place);
  if (json === undefined) findings.add('E033', place);
  return checked === null ? null : { checked, sha512: createDigest('sha512').update(bytes).digest('hex') };
}

async function checkSidecar(
  folder: string,
  where: string,
  algorithm: string,
  inventory: Uint8Array,
  findings: Findings,
): Promise<void> {
  // The name comes from the inventory: it must not lead to another folder.
  const name = `${INVENTORY}.${/^[\w.-]{1,60}$/u.test(algorithm) ? algorithm : '_'}`;
  const bytes = await readSmall(
    join(folder, name),
    LARGEST_SIDECAR_BYTES,
    `${where}${name}`,
    findings,
    'E058',
  );
  if (bytes === null) return;
  const text = bytes === 'too large' ? '' : Buffer.from(bytes).toString('latin1');
  const digest = /^([0-9a-f]+)[ \t]+inventory\.json[\r\n]*$/iu.exec(text)?.[1];
  if (digest === undefined) findings.add('E061', `${where}${name}`);
  else if (isComputable(algorithm)) {
    const actual = createDigest(algorithm).update(inventory).digest('hex');
    if (actual !== digest.toLowerCase()) findings.add('E060', `${where}${INVENTORY}`);
  }
}

/** A regular file up to `most` bytes; what keeps it from being read is a finding. */
async function readSmall(
  path: string,
  most: number,
  where: string,
  findings: Findings,
  missing: 'E058' | 'E063' = 'E063',
): Promise<Buffer | 'too large' | null> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) findings.add('E090', where);
    else if (!found.isFile()) findings.add(missing, where);
    else return found.size > most ? 'too large' : await readFile(path);
  } catch (error) {
    const code = diskCode(error);
    if (code === undefined) throw error;
    findings.add(code === 'FILE_MISSING' ? missing : code, where);
  }
  return null;
}

/** Undefined when it is not JSON in UTF-8. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
