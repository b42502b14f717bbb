/**
 * Validates an OCFL storage root: its own files, the folders between it and its objects, where objects lie, and every object
 * in it. Findings of objects come with the object's path in front.
 */
import { join } from 'node:path';
import { lstat, readFile } from 'node:fs/promises';
import { diskCode } from '../files/disk-trouble.ts';
import { isRegisteredExtension } from './extensions.ts';
import { createFindings, type Finding, type FindingCode, type Findings } from './findings.ts';
import { OBJECT_DECLARATION_PREFIX } from './inventory.ts';
import { isObject, isText } from './json-shapes.ts';
import { listFolder, readDeclaration, type Entry } from './list-folder.ts';
import { LAYOUT, objectPath } from './storage-root.ts';
import { validateObject, type ObjectReport } from './validate-object.ts';

const ROOT_PREFIX = '0=ocfl_';
const LARGEST_LAYOUT_BYTES = 1024 * 1024;

export type RootReport = {
  readonly findings: readonly Finding[];
  readonly objects: number;
};

export type RootOptions = {
  /** Told after each object, for showing how far it is. */
  readonly onObject?: (path: string, report: ObjectReport) => void;
};

/** Validates the storage root in `folder`. */
export async function validateStorageRoot(folder: string, options: RootOptions = {}): Promise<RootReport> {
  const findings = createFindings();
  const entries = await listFolder(folder, '', findings);
  const spec = await checkRootDeclaration(folder, entries, findings);
  const layout = await checkLayout(folder, entries, findings);
  if (entries.some(({ name, kind }) => name === 'extensions' && kind === 'folder')) {
    await checkRootExtensions(join(folder, 'extensions'), findings);
  }
  const objects = await findObjects(folder, entries, findings);
  const pathsById = new Map<string, string>();
  for (const path of objects) {
    const report = await validateObject(join(folder, path));
    addAll(findings, report, path);
    checkPlace(path, report, { spec, layout, pathsById }, findings);
    options.onObject?.(path, report);
  }
  return { findings: findings.list(), objects: objects.length };
}

async function checkRootDeclaration(
  folder: string,
  entries: readonly Entry[],
  findings: Findings,
): Promise<string | null> {
  const declarations = entries.filter(({ name }) => /^\d+=ocfl_/u.test(name));
  if (declarations.length === 0) findings.add('E069', `${ROOT_PREFIX}1.1`);
  if (declarations.length > 1) findings.add('E076', declarations.map(({ name }) => name).join(', '));
  let spec: string | null = null;
  for (const { name } of declarations) {
    const version = /^0=ocfl_(1\.[01])$/u.exec(name)?.[1];
    if (!name.startsWith('0=')) findings.add('E078', name);
    else if (version === undefined) findings.add('E079', name);
    else spec = version;
    if (!(await readDeclaration(join(folder, name), name, findings))) findings.add('E080', name);
  }
  return spec;
}

/** The extension that `ocfl_layout.json` names, when it can be used to tell where objects lie. */
async function checkLayout(
  folder: string,
  entries: readonly Entry[],
  findings: Findings,
): Promise<string | null> {
  if (!entries.some(({ name }) => name === 'ocfl_layout.json')) return null;
  const layout = await readSmallJson(join(folder, 'ocfl_layout.json'), 'ocfl_layout.json', findings);
  if (!isObject(layout) || !isText(layout['extension']) || !isText(layout['description'])) {
    findings.add('E070', 'ocfl_layout.json');
    return null;
  }
  if (!isRegisteredExtension(layout['extension'])) findings.add('E071', layout['extension']);
  return (await isOurLayout(folder, layout['extension'])) ? layout['extension'] : null;
}

/** Whether the layout is the one that our own vaults have; others are not checked for E083. */
async function isOurLayout(folder: string, extension: string): Promise<boolean> {
  if (extension !== LAYOUT) return false;
  const path = join(folder, 'extensions', LAYOUT, 'config.json');
  const config = await readSmallJson(path, 'config.json', createFindings());
  // Without a config the extension's defaults hold, and they are ours.
  if (!isObject(config)) return true;
  const { digestAlgorithm = 'sha256', tupleSize = 3, numberOfTuples = 3, shortObjectRoot = false } = config;
  return digestAlgorithm === 'sha256' && tupleSize === 3 && numberOfTuples === 3 && shortObjectRoot === false;
}

async function checkRootExtensions(folder: string, findings: Findings): Promise<void> {
  for (const { name, kind } of await listFolder(folder, 'extensions/', findings)) {
    if (kind === 'link') continue;
    if (kind !== 'folder') findings.add('E112', `extensions/${name}`);
    else if (!isRegisteredExtension(name)) findings.add('W016', `extensions/${name}`);
  }
}

/** The paths of all objects; what else lies in the folders is a finding. */
async function findObjects(folder: string, top: readonly Entry[], findings: Findings): Promise<string[]> {
  const objects: string[] = [];
  const folders = top.filter(({ name, kind }) => kind === 'folder' && name !== 'extensions');
  let [atTop, below] = [0, 0];
  for (const { name } of folders) {
    const before = objects.length;
    const isObjectItself = await walkHierarchy(folder, name, objects, findings);
    if (isObjectItself) atTop++;
    else if (objects.length > before) below++;
    else findings.add('E088', `${name}/`);
  }
  if (atTop > 0 && below > 0) findings.add('W015', '');
  return objects;
}

/** Walks one folder of the root; true when it is an object itself. */
async function walkHierarchy(
  folder: string,
  start: string,
  objects: string[],
  findings: Findings,
): Promise<boolean> {
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entries = await listFolder(join(folder, path), `${path}/`, findings);
    if (entries.some(({ name }) => name.startsWith(OBJECT_DECLARATION_PREFIX))) {
      objects.push(path);
      if (path === start) return true;
      continue;
    }
    const folders = entries.filter(({ kind }) => kind === 'folder');
    const files = entries.filter(({ kind }) => kind === 'file' || kind === 'other');
    if (entries.length === 0) findings.add('E073', `${path}/`);
    for (const { name } of files) {
      findings.add('E072', `${path}/${name}`);
      if (folders.length > 0) findings.add('E084', `${path}/${name}`);
    }
    if (folders.length === 0 && entries.length > 0) findings.add('E085', `${path}/`);
    waiting.push(...folders.map(({ name }) => `${path}/${name}`).reverse());
  }
  return false;
}

function addAll(findings: Findings, report: ObjectReport, path: string): void {
  for (const { code, where } of report.findings) {
    for (const place of where) findings.add(code, `${path}: ${place}`);
  }
}

function checkPlace(
  path: string,
  { id, spec: objectSpec }: ObjectReport,
  root: { spec: string | null; layout: string | null; pathsById: Map<string, string> },
  findings: Findings,
): void {
  if (root.spec !== null && objectSpec !== null && objectSpec > root.spec) findings.add('E081', path);
  if (id === null) return;
  const other = root.pathsById.get(id);
  if (other !== undefined) findings.add('E037', `${path} and ${other}: ${id}`);
  root.pathsById.set(id, path);
  if (root.layout !== null && objectPath(id) !== path) findings.add('E083', `${path}: ${id}`);
}

async function readSmallJson(path: string, where: string, findings: Findings): Promise<unknown> {
  try {
    const found = await lstat(path);
    if (!found.isFile() || found.size > LARGEST_LAYOUT_BYTES) return undefined;
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    const code: FindingCode | undefined = diskCode(error);
    if (code !== undefined && code !== 'FILE_MISSING') findings.add(code, where);
    return undefined;
  }
}
