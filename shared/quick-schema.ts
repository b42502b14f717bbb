/** Schemas of what comes by the hundred thousand, with a look that spares most of it. */
import type { z } from 'zod';

/**
 * The same schema, that takes a value as it is where `isPlain` says so. `isPlain` says yes only to what the schema would take
 * unchanged; so shapes, descriptions and refusals stay the schema's. It is put before the schema's own run, because a schema
 * around it would change what is described.
 */
export function quickened<Schema extends z.ZodType>(
  schema: Schema,
  isPlain: (value: unknown) => boolean,
): Schema {
  const internals = schema._zod;
  const run = internals.run.bind(internals);
  internals.run = (payload, context) => (isPlain(payload.value) ? payload : run(payload, context));
  return schema;
}
