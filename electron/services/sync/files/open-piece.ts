/** A part of a file on its way out: read a mebibyte ahead, into memory that is used again and again. */
import { open, type FileHandle } from 'node:fs/promises';
import { diskCode, diskTrouble } from '../../../../node/files/disk-trouble.ts';
import { fail, ok, TroubleError, type Failure, type Result } from '../../../../shared/result.ts';
import type { Pieces } from '../line/pour.ts';

const READ_BYTES = 1 << 20;
/** Memory left to the collector costs more than everything else on the way: 16 MiB at most are kept for the next. */
const MOST_SPARE = 16;
const spare: Buffer[] = [];

export type OpenPiece = {
  readonly bytes: Pieces;
  /** Why it could not be read to its end; null: it could. */
  readonly trouble: () => string | null;
  readonly close: () => Promise<void>;
};

/**
 * `length` bytes from `offset` on; `sent` is told of as many as have gone out. Codes: those of the disk; FILE_CHANGED, in `trouble`, when
 * the file is shorter by now.
 */
export async function openPiece(
  path: string,
  offset: number,
  length: number,
  sent: (bytes: number) => void,
): Promise<Result<OpenPiece, string>> {
  let trouble: string | null = null;
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    return readFailure(error, path);
  }

  async function* read(): AsyncGenerator<Uint8Array> {
    let memory = newMemory();
    let ahead = newMemory();
    let next = readAt(file, memory, offset, length);
    for (let done = 0; done < length;) {
      const bytes = await next;
      if (bytes.length === 0) throw new TroubleError('FILE_CHANGED', { path });
      done += bytes.length;
      // The next one is read while this one goes out.
      if (done < length) {
        next = readAt(file, ahead, offset + done, length - done);
        next.catch(() => undefined); // met when it is waited for
        [memory, ahead] = [ahead, memory];
      }
      yield bytes;
      sent(bytes.length);
    }
    // Only here, where all of it has gone out: after trouble somebody may still be looking at it.
    spare.push(...[memory, ahead].slice(0, MOST_SPARE - spare.length));
  }

  async function* told(): AsyncGenerator<Uint8Array> {
    try {
      yield* read();
    } catch (error) {
      trouble = readFailure(error, path).code;
      throw error;
    }
  }
  return ok({ bytes: told(), trouble: () => trouble, close: () => file.close() });
}

function newMemory(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES);
}

/** Fills `memory` as far as there are bytes, `most` of them at most. */
async function readAt(file: FileHandle, memory: Buffer, position: number, most: number): Promise<Uint8Array> {
  const { bytesRead } = await file.read(memory, 0, Math.min(READ_BYTES, most), position);
  return memory.subarray(0, bytesRead);
}

/** @throws what is no trouble of the disk */
function readFailure(error: unknown, path: string): Failure<string> {
  const code = error instanceof TroubleError ? error.code : diskCode(error);
  if (code === undefined) throw diskTrouble(error, path);
  return fail(code);
}
