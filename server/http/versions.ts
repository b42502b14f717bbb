/** What this server talks. */
import { SCHEMA_VERSION } from '../../shared/sync/op.ts';

/** Versions of the wire, the preferred one first. */
export const PROTOCOLS = [1] as const;

/** Schemas of ops that may be pushed. Newer ones are kept and handed on; this server applies up to its own. */
export const SCHEMAS = { min: 1, max: SCHEMA_VERSION } as const;
