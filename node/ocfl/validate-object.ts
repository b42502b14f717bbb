/**
 * Validates one OCFL object of version 1.0 or 1.1: its folder, its inventories, and every byte of its content. Follows no
 * links, leaves nothing open, and takes nothing from an inventory for a path before it has looked at it.
 */
import { join } from 'node:path';
import { newestVersion, type CheckedInventory, type VersionInventory } from './check-inventory.ts';
import { compareInventories } from './compare-inventories.ts';
import { checkContent } from './check-content.ts';
import { isRegisteredExtension } from './extensions.ts';
import { createFindings, type Finding, type Findings } from './findings.ts';
import { INVENTORY, OBJECT_DECLARATION_PREFIX } from './inventory.ts';
import { listFolder, readDeclaration, type Entry } from './list-folder.ts';
import { isSidecar, readInventory, type ReadInventory } from './read-inventory.ts';

export type ObjectReport = {
  readonly findings: readonly Finding[];
  readonly id: string | null;
  /** The version that its declaration names, such as `1.1`. */
  readonly spec: string | null;
};

export type ObjectOptions = {
  /** False leaves the bytes of the content unread: whoever asks has other ways to know them. */
  readonly readsContent?: boolean;
};

/** Validates the object in `folder`. */
export async function validateObject(
  folder: string,
  { readsContent = true }: ObjectOptions = {},
): Promise<ObjectReport> {
  const findings = createFindings();
  const entries = await listFolder(folder, '', findings);
  const spec = await checkDeclaration(folder, entries, findings);
  const has = (name: string) => entries.some((entry) => entry.name === name);
  if (!has(INVENTORY)) findings.add('E063', INVENTORY);
  const root = has(INVENTORY) ? await readInventory(folder, '', findings) : null;
  const inventory = root?.checked ?? null;
  if (isOfOther(inventory, spec)) findings.add('E038', INVENTORY);
  checkRootEntries(entries, inventory, findings);
  if (has('extensions')) await checkExtensions(join(folder, 'extensions'), findings);
  if (root !== null && inventory !== null) {
    const older = await checkVersionFolders(folder, entries, root, findings);
    await checkContent(folder, inventory, older, findings, readsContent);
  }
  return { findings: findings.list(), id: inventory?.id ?? null, spec };
}

/** An inventory of another version of the specification than the declaration names. */
function isOfOther(inventory: CheckedInventory | null, spec: string | null): boolean {
  return spec !== null && inventory !== null && inventory.spec !== null && inventory.spec !== spec;
}

async function checkDeclaration(
  folder: string,
  entries: readonly Entry[],
  findings: Findings,
): Promise<string | null> {
  const declarations = entries.filter(({ name }) => /^\d+=ocfl/u.test(name));
  for (const { name } of declarations) if (!name.startsWith('0=')) findings.add('E005', name);
  const named = declarations.filter(({ name }) => name.startsWith(OBJECT_DECLARATION_PREFIX));
  if (named.length !== 1) findings.add('E003', '0=ocfl_object_1.1');
  for (const { name } of declarations) {
    if (name.startsWith('0=') && !name.startsWith(OBJECT_DECLARATION_PREFIX)) findings.add('E006', name);
  }
  let spec: string | null = null;
  for (const { name } of named) {
    const version = name.slice(OBJECT_DECLARATION_PREFIX.length);
    if (!/^1\.[01]$/u.test(version)) findings.add('E004', name);
    else spec = version;
    if (!(await readDeclaration(join(folder, name), name, findings))) findings.add('E007', name);
  }
  return spec;
}

function checkRootEntries(
  entries: readonly Entry[],
  inventory: CheckedInventory | null,
  findings: Findings,
): void {
  const algorithm = inventory?.algorithm ?? null;
  for (const { name, kind } of entries) {
    if (kind === 'link') continue; // E090 already
    if (kind === 'folder') checkRootFolder(name, inventory, findings);
    else if (/^\d+=ocfl/u.test(name) || name === INVENTORY) continue;
    else if (isSidecar(name) && (algorithm === null || name === `${INVENTORY}.${algorithm}`)) continue;
    else findings.add('E001', name);
  }
  for (const name of inventory?.versions.keys() ?? []) {
    const isThere = entries.some((entry) => entry.name === name && entry.kind === 'folder');
    if (!isThere) findings.add('E010', name);
  }
}

function checkRootFolder(name: string, inventory: CheckedInventory | null, findings: Findings): void {
  if (name === 'logs' || name === 'extensions') return;
  const isVersion = /^v\d+$/u.test(name);
  if (!isVersion) findings.add('E001', `${name}/`);
  else if (inventory !== null && !inventory.versions.has(name)) findings.add('E046', `${name}/`);
}

async function checkExtensions(folder: string, findings: Findings): Promise<void> {
  for (const { name, kind } of await listFolder(folder, 'extensions/', findings)) {
    if (kind === 'link') continue;
    if (kind !== 'folder') findings.add('E067', `extensions/${name}`);
    else if (!isRegisteredExtension(name)) findings.add('W013', `extensions/${name}`);
  }
}

/** Looks into every version folder that the inventory names, and compares the inventories in them with the object's. */
async function checkVersionFolders(
  folder: string,
  entries: readonly Entry[],
  root: ReadInventory,
  findings: Findings,
): Promise<VersionInventory[]> {
  const inventory = root.checked;
  const older: VersionInventory[] = [];
  const newest = newestVersion([...inventory.versions.keys()]);
  const present = new Set(entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name));
  for (const version of inventory.versions.keys()) {
    // A name that is a folder of the object is one element, whatever the inventory calls a version.
    if (!present.has(version)) continue;
    const files = await listFolder(join(folder, version), `${version}/`, findings);
    const read = files.some(({ name }) => name === INVENTORY)
      ? await readInventory(join(folder, version), `${version}/`, findings)
      : null;
    if (!files.some(({ name }) => name === INVENTORY)) findings.add('W010', `${version}/`);
    checkVersionEntries(version, files, read?.checked ?? inventory, findings);
    if (version === newest) {
      if (read !== null && read.sha512 !== root.sha512) findings.add('E064', `${version}/${INVENTORY}`);
    }
    if (read === null) continue;
    if (version !== newest || read.sha512 !== root.sha512) {
      older.push({ version, checked: read.checked });
    }
  }
  compareInventories(inventory, older, findings);
  return older;
}

function checkVersionEntries(
  version: string,
  entries: readonly Entry[],
  inventory: CheckedInventory,
  findings: Findings,
): void {
  for (const { name, kind } of entries) {
    if (kind === 'link') continue;
    if (kind === 'folder') {
      if (inventory.contentDirectory !== null && name !== inventory.contentDirectory) {
        findings.add('W002', `${version}/${name}/`);
      }
    } else if (name !== INVENTORY && name !== `${INVENTORY}.${inventory.algorithm}`) {
      findings.add('E015', `${version}/${name}`);
    }
  }
}
