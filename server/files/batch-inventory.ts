/** The inventory of a batch as a station sends it: bytes of a stranger, of which nothing becomes a path before it was looked at. */
import { createHash } from 'node:crypto';
import { inventorySchema, type Inventory } from '../../node/ocfl/inventory.ts';
import { objectIdOf } from '../../node/vault/seal-batch.ts';

/** A content file: where it is to lie, and its digests. */
type ContentFile = { readonly path: string; readonly sha256: string };

export type BatchInventory = {
  readonly batch: string;
  /** The sha512 of the inventory's own bytes. */
  readonly digest: string;
  readonly files: readonly ContentFile[];
};

/** What a vault of ours makes: one version, flat, short ASCII names. */
const CONTENT = /^v1\/content\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}$/u;

/** The files of batch `batch`; null when this is no inventory of that batch as our vaults write them. */
export function readBatchInventory(batch: string, bytes: Uint8Array): BatchInventory | null {
  const parsed = inventorySchema.safeParse(parse(bytes));
  if (!parsed.success) return null;
  const { id, digestAlgorithm, head, contentDirectory = 'content' } = parsed.data;
  if (id !== objectIdOf(batch) || digestAlgorithm !== 'sha512' || head !== 'v1') return null;
  const files = contentDirectory === 'content' ? filesOf(parsed.data) : null;
  return files === null ? null : { batch, digest: createHash('sha512').update(bytes).digest('hex'), files };
}

/** Null when a path is odd or twice there, or has no sha256. */
function filesOf({ manifest, fixity }: Inventory): ContentFile[] | null {
  const paths = new Set(Object.values(manifest).flat());
  const files = Object.entries(fixity?.['sha256'] ?? {}).flatMap(([sha256, own]) =>
    own.map((path): ContentFile => ({ path, sha256: sha256.toLowerCase() })),
  );
  const isWhole =
    files.length > 0 &&
    files.length === paths.size &&
    files.length === Object.values(manifest).flat().length &&
    new Set(files.map(({ path }) => path)).size === files.length;
  const isSound = ({ path, sha256 }: ContentFile) =>
    paths.has(path) && CONTENT.test(path) && /^[0-9a-f]{64}$/u.test(sha256);
  return isWhole && files.every(isSound) ? files : null;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
