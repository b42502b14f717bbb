/** Whether a file is a model of Tesseract at all, told by its beginning: the engine is only started for one that is. */
import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';

/** The parts that a file of models has places for, and the one that recognises lines. */
const MOST_PARTS = 64;
const LINES_PART = 17;
const HEAD_BYTES = 65_536;
const NOT_THERE = -1n;

/** NOT_A_MODEL: another kind of file. NO_LINES: a model of the old engine alone, which does not know lines. */
export async function judgeModelFile(file: string): Promise<'OK' | 'NOT_A_MODEL' | 'NO_LINES'> {
  const head = unpacked(await headOf(file));
  if (head === null || head.length < 4) return 'NOT_A_MODEL';
  const parts = head.readInt32LE(0);
  if (parts < 1 || parts > MOST_PARTS || head.length < 4 + parts * 8) return 'NOT_A_MODEL';
  const offsets = Array.from({ length: parts }, (_, part) => head.readBigInt64LE(4 + part * 8));
  const first = BigInt(4 + parts * 8);
  if (offsets.some((offset) => offset !== NOT_THERE && offset < first)) return 'NOT_A_MODEL';
  return (offsets[LINES_PART] ?? NOT_THERE) === NOT_THERE ? 'NO_LINES' : 'OK';
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The beginning of what a packed file holds; null when it is damaged, or swells beyond all measure. */
function unpacked(head: Buffer): Buffer | null {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 });
  } catch {
    return null;
  }
}
