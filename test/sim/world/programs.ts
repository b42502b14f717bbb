/**
 * Two versions of the program: the one under test, and a newer one that knows a further kind of op and a further format.
 * What the newer one writes is the known op under another name, so that the simulator can tell what it ought to give.
 */
import { fail, type Result } from '../../../shared/result.ts';
import { decodeOp, type DecodedOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import type { Decode } from '../../../shared/sync/station/station-deps.ts';

export type Version = 'present' | 'newer';

const KIND = 'amend';
const decoder = new TextDecoder();

/** The text of an op as only the newer program writes it: of a kind or of a format that the present one does not know. */
export function newerText(op: KnownOp, byKind: boolean): string {
  return JSON.stringify(byKind ? { ...op, k: KIND } : { ...op, v: 2, colour: 'blue' });
}

/** Reads an op as a program of this version does. */
export function decodeAs(version: Version): Decode {
  return version === 'present' ? decodeOp : decodeNewer;
}

function decodeNewer(bytes: Uint8Array | string): Result<DecodedOp, 'BAD_OP'> {
  const decoded = decodeOp(bytes);
  if (!decoded.ok || decoded.value.known) return decoded;
  const { colour: _colour, ...value } = JSON.parse(
    typeof bytes === 'string' ? bytes : decoder.decode(bytes),
  ) as Record<string, unknown>;
  return decodeOp(JSON.stringify({ ...value, v: 1, k: value['k'] === KIND ? 'set' : value['k'] }));
}

/** A word in a value stands for what a server of the present version stumbles over. */
export const ODD = 'оғаш';

/** Reads an op as the server does. */
export function decodeAtServer(version: Version): Decode {
  const decode = decodeAs(version);
  if (version === 'newer') return decode;
  return (bytes) => {
    const text = typeof bytes === 'string' ? bytes : decoder.decode(bytes);
    return text.includes(ODD) ? fail('BAD_OP') : decode(text);
  };
}
