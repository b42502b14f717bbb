/** For tests: an OCFL object of two versions as a draft that can be broken in any place before it is written. */
import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type Block = Record<string, unknown>;
export type InventoryDraft = {
  id?: unknown;
  type?: unknown;
  digestAlgorithm?: unknown;
  head?: unknown;
  contentDirectory?: unknown;
  manifest?: unknown;
  versions?: unknown;
  fixity?: unknown;
  [key: string]: unknown;
};

export type ObjectDraft = {
  /** Everything that is no inventory: path → text. */
  files: Record<string, string>;
  /** Inventories by their folders, '' for the object's; their digest files follow from them. */
  inventories: Record<string, InventoryDraft | string>;
  /** Digest files that are not what they should be: path → text, null for none. */
  sidecars: Record<string, string | null>;
  folders: string[];
  /** path → target. */
  links: Record<string, string>;
};

export function sha512(text: string): string {
  return createHash('sha512').update(text).digest('hex');
}

const A = 'first leaf';
const B = 'second leaf';
export const DIGEST_A = sha512(A);
export const DIGEST_B = sha512(B);

function version(state: Block): Block {
  return {
    created: '2026-11-22T04:22:00Z',
    message: 'scans',
    user: { name: 'Aigul', address: 'mailto:aigul@example.org' },
    state,
  };
}

function inventory(head: string, manifest: Block, versions: Block): InventoryDraft {
  return {
    id: 'urn:uuid:0190d1b2-0000-7000-8000-000000000001',
    type: 'https://ocfl.io/1.1/spec/#inventory',
    digestAlgorithm: 'sha512',
    head,
    manifest,
    versions,
  };
}

/** A valid object of two versions, without warnings. */
export function draftObject(): ObjectDraft {
  const one = { [DIGEST_A]: ['v1/content/a.tif'] };
  const both = { ...one, [DIGEST_B]: ['v2/content/b.tif'] };
  const v1 = version({ [DIGEST_A]: ['парақ 1.tif'] });
  const v2 = version({ [DIGEST_A]: ['парақ 1.tif'], [DIGEST_B]: ['парақ 2.tif'] });
  return {
    files: {
      '0=ocfl_object_1.1': 'ocfl_object_1.1\n',
      'v1/content/a.tif': A,
      'v2/content/b.tif': B,
    },
    inventories: {
      v1: inventory('v1', one, { v1 }),
      v2: inventory('v2', both, { v1, v2 }),
      '': inventory('v2', both, { v1, v2 }),
    },
    sidecars: {},
    folders: [],
    links: {},
  };
}

/** A valid object of one version, for breaking in places that every inventory would have to follow. */
export function draftSmallObject(): ObjectDraft {
  const draft = draftObject();
  const { v1 } = draft.inventories;
  delete draft.files['v2/content/b.tif'];
  draft.inventories = v1 === undefined ? {} : { v1, '': v1 };
  return draft;
}

/** Writes the draft into `folder`. */
export async function writeDraft(folder: string, draft: ObjectDraft): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(draft.files)) await write(join(folder, path), text);
  for (const [place, content] of Object.entries(draft.inventories)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const algorithm = typeof content === 'string' ? 'sha512' : algorithmOf(content);
    await write(join(folder, place, 'inventory.json'), text);
    const sidecar = `inventory.json.${algorithm}`;
    const key = place === '' ? sidecar : `${place}/${sidecar}`;
    if (key in draft.sidecars) continue;
    await write(join(folder, key), `${digest(algorithm, text)} inventory.json\n`);
  }
  for (const [path, text] of Object.entries(draft.sidecars)) {
    if (text !== null) await write(join(folder, path), text);
  }
  for (const path of draft.folders) await mkdir(join(folder, path), { recursive: true });
  for (const [path, target] of Object.entries(draft.links)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(target, join(folder, path));
  }
}

function algorithmOf({ digestAlgorithm }: InventoryDraft): string {
  return typeof digestAlgorithm === 'string' ? digestAlgorithm : 'sha512';
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
