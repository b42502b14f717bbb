/**
 * An op's bytes: UTF-8 JSON, made once by the op's author and never again, because the hash chain is over them. Reading
 * never refuses an op for being newer than this program: it is stored as it is and waits.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';
import { opIdSchema, opSchema, recordIdSchema, stepSchema, transactionSchema, type Op } from './op.ts';
import { isPlainOp } from './plain-op.ts';
import { MAX_OP_DEPTH } from './wire/limits.ts';

/** Kinds of op that this program knows how to apply. */
const OP_KINDS = ['new', 'set', 'del', 'undel'] as const;
type OpKind = (typeof OP_KINDS)[number];

/** An op that the reducer may apply. */
export type KnownOp = Op & { readonly k: OpKind };

/**
 * What must be readable of every op, however new: whose it is, what it is about; and with what it belongs together, where
 * that is written as it is today.
 */
const envelopeSchema = z.object({
  id: opIdSchema,
  a: recordIdSchema,
  rec: recordIdSchema,
  x: transactionSchema.optional().catch(undefined),
  st: stepSchema.optional().catch(undefined),
});
type OpEnvelope = z.infer<typeof envelopeSchema>;

export type DecodedOp =
  | { readonly known: true; readonly op: KnownOp }
  /** Of a newer format or kind: kept byte for byte, applied by a program that knows it. */
  | { readonly known: false; readonly envelope: OpEnvelope };

const encoder = new TextEncoder();

/** The bytes of a new op, keys in one order. Call it once for an op, then keep the bytes. */
export function encodeOp(op: Op): Uint8Array<ArrayBuffer> {
  const ordered = {
    id: op.id,
    v: op.v,
    schema: op.schema,
    a: op.a,
    rec: op.rec,
    t: op.t,
    k: op.k,
    f: sortedByKey(op.f),
    p: sortedByKey(op.p),
    h: op.h,
    u: op.u,
    saw: op.saw,
    x: op.x,
    st: op.st,
  };
  return encoder.encode(JSON.stringify(ordered));
}

/** Reads an op's bytes, or their text. `BAD_OP`: not even whose op it is can be read, or it is nested beyond all measure. */
export function decodeOp(bytes: Uint8Array | string): Result<DecodedOp, 'BAD_OP'> {
  const value = parseJson(bytes);
  // Deeper than a stack is deep would be known here and unknown there; so all refuse it alike.
  if (isDeeper(value, MAX_OP_DEPTH)) return fail('BAD_OP');
  if (isPlainOp(value) && isKnown(value)) return ok({ known: true, op: value });
  const op = opSchema.safeParse(value);
  if (op.success && isKnown(op.data)) return ok({ known: true, op: op.data });
  const envelope = envelopeSchema.safeParse(value);
  return envelope.success ? ok({ known: false, envelope: envelope.data }) : fail('BAD_OP');
}

function isKnown(op: Op): op is KnownOp {
  return OP_KINDS.some((kind) => kind === op.k);
}

/** Bytes that are no UTF-8 are no op; neither is a mark of byte order skipped, because the text must give the bytes back. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseJson(bytes: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof bytes === 'string' ? bytes : decoder.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const part of Object.values(value)) if (isDeeper(part, depth - 1)) return true;
  return false;
}

function sortedByKey<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
