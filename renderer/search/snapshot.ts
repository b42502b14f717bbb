/**
 * The search index as bytes: lines of JSON (the slots, then FlexSearch's parts, each a key and its data), gzipped and cut
 * into chunks with a CRC each. Reading trusts nothing: whatever is not as it was written gives null, and a rebuild.
 */
import { z } from 'zod';
import { crc32 } from './crc32.ts';
import type { SlotIndex, StoredIndex } from './slot-index.ts';

export const MAX_CHUNK_BYTES = 2 * 1024 * 1024;

export type Chunk = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly crc: number;
};

const slotsSchema = z.strictObject({
  ids: z.array(z.string()),
  types: z.array(z.string()),
  alive: z.array(z.int()),
  inherited: z.array(z.int()),
});

/**
 * Packs the index as it is at the call; what is put in while the bytes are being squeezed is not in them.
 */
export async function packIndex(index: SlotIndex): Promise<Chunk[]> {
  const { ids, types, alive, inherited } = index.slots;
  const slots = {
    ids,
    types,
    alive: [...alive.subarray(0, ids.length)],
    inherited: [...inherited.subarray(0, ids.length)],
  };
  const lines = [JSON.stringify(slots)];
  index.exportParts((key, json) => {
    // FlexSearch tells of parts that it has nothing in.
    if (json) lines.push(JSON.stringify(key), json);
  });
  return cut(await squeeze(lines));
}

/** Reads chunks back; null when any of them is damaged, missing or of another making. */
export async function unpackIndex(chunks: readonly Chunk[]): Promise<StoredIndex | null> {
  if (chunks.length === 0 || chunks.some(({ bytes, crc }) => crc32(bytes) !== crc)) return null;
  try {
    const lines = (await unsqueeze(chunks)).split('\n');
    const slots = slotsSchema.parse(JSON.parse(lines[0] ?? ''));
    const { length } = slots.ids;
    if ([slots.types, slots.alive, slots.inherited].some((column) => column.length !== length)) return null;
    const parts: { key: string; data: unknown }[] = [];
    for (let i = 1; i + 1 < lines.length; i += 2) {
      parts.push({
        key: z.string().parse(JSON.parse(lines[i] ?? '')),
        data: JSON.parse(lines[i + 1] ?? ''),
      });
    }
    return {
      slots: {
        ids: slots.ids,
        types: slots.types,
        alive: Uint8Array.from(slots.alive),
        inherited: Uint32Array.from(slots.inherited),
      },
      parts,
    };
  } catch {
    return null;
  }
}

async function squeeze(lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const text = new Blob(lines.flatMap((line) => [line, '\n']));
  const squeezed = text.stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(squeezed).arrayBuffer());
}

async function unsqueeze(chunks: readonly Chunk[]): Promise<string> {
  const squeezed = new Blob(chunks.map((chunk) => chunk.bytes));
  return new Response(squeezed.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

function cut(bytes: Uint8Array<ArrayBuffer>): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length; at += MAX_CHUNK_BYTES) {
    const piece = bytes.slice(at, at + MAX_CHUNK_BYTES);
    chunks.push({ bytes: piece, crc: crc32(piece) });
  }
  return chunks;
}
