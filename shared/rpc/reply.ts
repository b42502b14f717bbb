/** The envelope of every answer: a value, or a code that the window has a message for. No prose crosses the border. */
import { z } from 'zod';

export const replySchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({
    ok: z.literal(false),
    code: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    /** Present with `INTERNAL`: the same id stands in the host's log beside the whole error. */
    report: z.string().optional(),
  }),
]);
export type Reply = z.infer<typeof replySchema>;
