/**
 * One file of the vault made good: the damaged bytes are set aside and kept for ever, the good ones are copied beside it, read
 * again, and take the place by one rename. Cut at any moment, the place holds the old bytes or the new ones.
 */
import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { renameWithRetry, syncFolder, writeFileSynced } from '../files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../files/disk-trouble.ts';
import { copyHashed, hashFile, type Digests } from '../files/hash-file.ts';

/** In the vault's folder: where bytes go that were found damaged. Nothing in it is ever removed by the program. */
const DAMAGED_FOLDER = 'damaged';
/** In the vault's folder: good bytes on their way in. */
const WORK_FOLDER = 'repair';

export type Asides = {
  /** Below the vault's folder, with `/`; null when there was nothing in the place. */
  readonly aside: string | null;
};

/** Where a kill may come between two things that were done. */
export type RepairStep = (name: 'copied' | 'kept aside' | 'in place') => void;

/** Bytes that are to take the place: a file, whose digests must be these, or what is written here. */
export type Good =
  | { readonly from: string; readonly algorithm: 'sha512' | 'sha256'; readonly digest: string }
  | { readonly text: string | Uint8Array };

/**
 * Puts good bytes into `place/path`. Errors: REPAIR_NOT_VERIFIED when the disk gives back other bytes than were written,
 * WRONG_KIND_OF_FILE when a link on the way leads elsewhere, or a code of the disk; what was there is in its place or aside.
 */
export async function putGood(
  vault: string,
  place: string,
  path: string,
  good: Good,
  step: RepairStep,
): Promise<Asides> {
  const target = join(vault, place, path);
  const draft = await newDraft(vault);
  try {
    const made = await make(draft, good);
    step('copied');
    await makeWay(vault, place, path);
    const aside = await keepAside(vault, place, path);
    step('kept aside');
    await renameWithRetry(draft, target);
    await syncFolder(dirname(target));
    step('in place');
    if ((await hashFile(target)).sha512 !== made.sha512)
      throw new TroubleError('REPAIR_NOT_VERIFIED', { path: target });
    return { aside };
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/**
 * Takes what does not belong into an object out of it; it is kept. Errors: WRONG_KIND_OF_FILE for a link to a folder, behind
 * which scans may lie that somebody has moved: that is for a person to undo.
 */
export async function takeAside(vault: string, place: string, path: string): Promise<Asides> {
  const target = join(vault, place, path);
  await walkWay(vault, place, path, missing);
  if (await isLinkToFolder(target)) throw new TroubleError('WRONG_KIND_OF_FILE', { path: target });
  const aside = asideOf(place, path);
  await onDisk(target, async () => {
    await mkdir(dirname(join(vault, aside)), { recursive: true });
  });
  await renameWithRetry(target, join(vault, aside));
  for (const folder of [dirname(join(vault, aside)), dirname(target)]) await syncFolder(folder);
  return { aside };
}

/** A name for a file or folder on the vault's own disk that nothing else has. */
export async function newDraft(vault: string): Promise<string> {
  const work = join(vault, WORK_FOLDER);
  await onDisk(work, () => mkdir(work, { recursive: true }));
  return join(work, randomBytes(8).toString('hex'));
}

/** What a repair that was cut off left half copied goes. */
export async function sweepDrafts(vault: string): Promise<void> {
  await rm(join(vault, WORK_FOLDER), { recursive: true, force: true }).catch(() => undefined);
}

async function make(draft: string, good: Good): Promise<Digests> {
  if ('text' in good) {
    await writeFileSynced(draft, good.text);
    return hashFile(draft);
  }
  const copied = await copyHashed(good.from, draft);
  // What was found sound a moment ago may lie on a dying disk too.
  if (copied[good.algorithm] !== good.digest)
    throw new TroubleError('REPAIR_NOT_VERIFIED', { path: good.from });
  const written = await hashFile(draft);
  if (written.sha512 !== copied.sha512) throw new TroubleError('REPAIR_NOT_VERIFIED', { path: draft });
  return written;
}

/**
 * The folders on the way to a file, made where they are gone. None is made above the content of an open batch: sealing may have
 * taken it away a moment ago, and must not find it there again.
 */
function makeWay(vault: string, place: string, path: string): Promise<void> {
  return walkWay(vault, place, path, async (folder, depth) => {
    if (depth === 0 && place.startsWith('staging/')) await missing(folder);
    await onDisk(folder, () => mkdir(folder));
  });
}

/** A link in the place of a folder is not followed: what lies behind it is not the vault's to change. */
async function walkWay(
  vault: string,
  place: string,
  path: string,
  onMissing: (folder: string, depth: number) => Promise<void>,
): Promise<void> {
  let folder = join(vault, place);
  for (const [depth, name] of path.split('/').slice(0, -1).entries()) {
    folder = join(folder, name);
    const found = await lstat(folder).catch((error: unknown) => {
      if (diskCode(error) === 'FILE_MISSING') return null;
      throw diskTrouble(error, folder);
    });
    if (found === null) await onMissing(folder, depth);
    else if (!found.isDirectory()) throw new TroubleError('WRONG_KIND_OF_FILE', { path: folder });
  }
}

function missing(path: string): Promise<never> {
  return Promise.reject(new TroubleError('FILE_MISSING', { path }));
}

async function isLinkToFolder(path: string): Promise<boolean> {
  const found = await onDisk(path, () => lstat(path));
  if (!found.isSymbolicLink()) return false;
  return stat(path).then(
    (behind) => behind.isDirectory(),
    () => false,
  );
}

/** A second name for the damaged bytes, so that the place is never empty; a disk without such names has it empty for a moment. */
async function keepAside(vault: string, place: string, path: string): Promise<string | null> {
  const target = join(vault, place, path);
  try {
    await lstat(target);
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, target);
  }
  const aside = asideOf(place, path);
  await onDisk(target, () => mkdir(dirname(join(vault, aside)), { recursive: true }));
  try {
    await link(target, join(vault, aside));
  } catch {
    await renameWithRetry(target, join(vault, aside));
  }
  for (const folder of [dirname(join(vault, aside)), join(vault, DAMAGED_FOLDER), vault])
    await syncFolder(folder);
  return aside;
}

function asideOf(place: string, path: string): string {
  const stamp = new Date().toISOString().replaceAll(/[-:]/gu, '').replace('.', '-');
  const name = path.replaceAll('/', '-').slice(-80);
  return `${DAMAGED_FOLDER}/${basename(place)}/damaged-${stamp}-${randomBytes(2).toString('hex')}-${name}`;
}
