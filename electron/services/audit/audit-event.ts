/**
 * Events of preservation, as PREMIS has them: what was done to an object, when, by whom, and what came of it. Written once as
 * lines of JSON, kept in the vault in batches of their own, and never changed.
 */
import { z } from 'zod';
import { damageSchema } from '../../../node/vault/audit-damage.ts';

const count = z.int().nonnegative();
const agentSchema = z.strictObject({
  /** With its version. */
  program: z.string(),
  by: z.enum(['plan', 'hand', 'command']),
  /** Who is at work here, by the catalogue's id; null when nobody is known. */
  person: z.uuid().nullable(),
});
export type Agent = z.infer<typeof agentSchema>;

const shared = { v: z.literal(1), id: z.uuid(), at: z.string(), agent: agentSchema };

const eventSchema = z.discriminatedUnion('type', [
  /** Of one object or open batch; with an empty place of the catalogue against the vault. */
  z.strictObject({
    ...shared,
    type: z.literal('fixity check'),
    place: z.string(),
    label: z.string(),
    files: count,
    bytes: count,
    outcome: z.enum(['sound', 'damaged']),
    damages: z.array(damageSchema.extend({ foundIn: z.string().nullable() })),
  }),
  /** Of one file, or one object as a whole. */
  z.strictObject({
    ...shared,
    type: z.literal('recovery'),
    damage: damageSchema,
    outcome: z.enum(['repaired', 'aside', 'loose', 'lost', 'failed']),
    from: z.string().nullable(),
    aside: z.string().nullable(),
    code: z.string().nullable(),
  }),
  /** The end of an audit. */
  z.strictObject({
    ...shared,
    type: z.literal('audit'),
    what: z.enum(['sample', 'all']),
    /** Whatever was audited before this moment was to be audited. */
    since: z.string(),
    places: count,
    files: count,
    bytes: count,
    damaged: count,
    left: count,
  }),
]);
export type Event = z.infer<typeof eventSchema>;
export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/** Events as the text of a file. */
export function printEvents(events: readonly Event[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** The events in such a text; a line that is none, or of a newer program, is passed over. */
export function readEvents(text: string): Event[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = eventSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
