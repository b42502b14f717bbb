/** Calls about the text of pages, read by the machine. The texts themselves are ALTO files of the vault: `GET /file/<sha256>`. */
import { z } from 'zod';
import { recordIdSchema } from '../sync/op.ts';

const MAX_TO_READ = 5000;

const language = z.string().regex(/^[a-z]{3}$/);

export const textCalls = {
  /** The languages that this machine can read, by their ISO 639-3 codes. */
  'text.languages': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ languages: z.array(language) }),
  },
  /**
   * Begins to read pages, or all pages of documents, volumes and units. A page that was read with these very languages is
   * read again only when `again` says so; what was read before stays beside it. Errors: NO_MODEL; the job's: those of vault,
   * journal and disk, CHILD_UNAVAILABLE, TEXT_NOT_READ (no page could be read), TEXT_PARTLY_READ.
   */
  'text.begin': {
    access: 'write',
    input: z.strictObject({
      of: z.array(recordIdSchema).min(1).max(MAX_TO_READ),
      /** The main one first. */
      languages: z.array(language).min(1).max(3),
      again: z.boolean(),
    }),
    output: z.strictObject({ job: z.uuid() }),
  },
} as const;
