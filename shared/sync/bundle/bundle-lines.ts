/**
 * What stands in a bundle's files, one line each: the same messages that go over a line, only that nobody answers at once. A station
 * writes `station`, `segments` and `inventory`; the server's receipt has `hello`, `page` and `files`.
 */
import { z } from 'zod';
import { recordIdSchema } from '../op.ts';
import { cursorSchema } from '../wire/cursor.ts';
import {
  helloAnswerSchema,
  helloAskSchema,
  pullPageSchema,
  sealSchema,
  segmentSchema,
} from '../wire/messages.ts';
import { sha256Schema } from '../../model/sha256-schema.ts';

/** Who speaks, and how far it has read the server's log: what a receipt for it has to begin with. */
const stationLine = z.object({ t: z.literal('station'), person: recordIdSchema, hello: helloAskSchema });

const segmentsLine = z.object({
  t: z.literal('segments'),
  segments: z.array(segmentSchema).min(1),
  seals: z.array(sealSchema),
});

/** A sealed batch's inventory, byte for byte as it lies in the vault; its files are beside it as far as they were not at the centre. */
const inventoryLine = z.object({ t: z.literal('inventory'), batch: z.uuid(), text: z.string() });

const helloLine = z.object({ t: z.literal('hello'), hello: helloAnswerSchema });

/** `from`: the place in the log that the page follows. Who is not there yet leaves it alone. */
const pageLine = z.object({ t: z.literal('page'), from: cursorSchema.nullable(), page: pullPageSchema });

/** Of the files that the station had sent or named: which the centre has verified, and has in a backup. */
const filesLine = z.object({
  t: z.literal('files'),
  generation: z.string(),
  verified: z.array(sha256Schema),
  durable: z.array(sha256Schema),
});

export const bundleLineSchema = z.discriminatedUnion('t', [
  stationLine,
  segmentsLine,
  inventoryLine,
  helloLine,
  pageLine,
  filesLine,
]);
export type BundleLine = z.infer<typeof bundleLineSchema>;
export type LineOf<T extends BundleLine['t']> = Extract<BundleLine, { t: T }>;
