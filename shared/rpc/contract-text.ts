/** Calls about the text of pages, read by the machine. The texts themselves are ALTO files of the vault: `GET /file/<sha256>`. */
import { z } from 'zod';
import { MOST_MODELS, modelNameSchema } from '../model/reading-model.ts';
import { recordIdSchema } from '../sync/op.ts';

const MAX_TO_READ = 5000;
/** Documents that the list of misread pages shows; the sums count all. */
export const MOST_MISREAD_SHOWN = 1000;

const records = z.array(recordIdSchema).min(1).max(MAX_TO_READ);

const readingSchema = z.strictObject({
  /** Pages, or records of any level: all pages below them. */
  of: records,
  /** The main one first. */
  languages: z.array(modelNameSchema).min(1).max(MOST_MODELS),
  /** Read a page that was read by these very models once more. */
  again: z.boolean(),
  /** Read each page as its unit or fonds says (`readAs`); `languages` are for those of which nobody says anything. */
  asSet: z.boolean().optional(),
  /** Only pages whose shown text looks like another language than it was read in, and in that language. */
  onlyMisread: z.boolean().optional(),
});

const misreadSchema = z.strictObject({
  document: recordIdSchema,
  /** The first of its pages. */
  page: recordIdSchema,
  pages: z.int().positive(),
  /** What most of them were read in, and what they look like. */
  readIn: z.array(modelNameSchema),
  looksLike: z.string(),
  /** Letters that only Kazakh has among those of what looks like Kazakh, 0 to 1: some .15 where none was lost. Null: not known yet. */
  kept: z.number().min(0).max(1).nullable(),
  /** Of its noisiest page; null: not known yet. */
  noise: z.enum(['clean', 'some', 'heavy']).nullable(),
});
export type MisreadDocument = z.infer<typeof misreadSchema>;

const modelSchema = z.strictObject({
  name: modelNameSchema,
  /** In bytes. */
  size: z.int().nonnegative(),
  /** A person put it into the folder; the others come with the program. */
  isAdded: z.boolean(),
});
export type ReadingModel = z.infer<typeof modelSchema>;

export const textCalls = {
  /** What this machine can read: ISO 639-3 codes of languages, names of scripts. */
  'text.languages': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ languages: z.array(modelNameSchema) }),
  },
  /**
   * Begins to read pages, or all pages of documents, units and fonds. What was read before stays beside it, and lines that a
   * person corrected stay shown. Errors: NO_MODEL; the job's: those of vault, journal and disk, CHILD_UNAVAILABLE,
   * TEXT_NOT_READ (no page could be read), TEXT_PARTLY_READ.
   */
  'text.begin': {
    access: 'write',
    input: readingSchema,
    output: z.strictObject({ job: z.uuid() }),
  },
  /** What `text.begin` would do. */
  'text.preview': {
    access: 'read',
    input: readingSchema,
    output: z.strictObject({
      pages: z.int(),
      toRead: z.int(),
      /** Have this very reading already. */
      read: z.int(),
      /** Of those to be read: have lines that a person corrected, which stay. */
      corrected: z.int(),
      noPicture: z.int(),
    }),
  },
  /** Documents with pages that look as if the wrong model had read them, below these records or in the whole archive (null). */
  'text.misread': {
    access: 'read',
    input: z.strictObject({ of: records.nullable() }),
    output: z.strictObject({
      pages: z.int(),
      documents: z.int(),
      shown: z.array(misreadSchema).max(MOST_MISREAD_SHOWN),
    }),
  },
  /**
   * Begins to write the text of a page, document, volume or unit into a file: a zip of ALTO 4, or a PDF whose words can be
   * found. Then `GET /export/<job>`. Errors: NO_SUCH_RECORD, BAD_PARENT, NOTHING_TO_EXPORT; the job's: those of the disk.
   */
  'text.export': {
    access: 'write',
    input: z.strictObject({ of: recordIdSchema, format: z.enum(['alto', 'pdf']) }),
    output: z.strictObject({ job: z.uuid() }),
  },
  /** Puts what such a job wrote into a folder of this machine. Errors: EXPORT_GONE, FOLDER_MISSING, FOLDER_OF_DATA, those of the disk. */
  'text.saveExport': {
    access: 'write',
    input: z.strictObject({ job: z.uuid(), folder: z.string().min(1).max(4000) }),
    output: z.strictObject({ file: z.string() }),
  },
  /** The models that are there, and the folder that a person may put more into. Added by `PUT /model/<file name>`. */
  'text.models': {
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ models: z.array(modelSchema), folder: z.string() }),
  },
  /** Takes an added model out of the folder. Errors: NO_MODEL, MODEL_PACKAGED, those of the disk. */
  'text.removeModel': {
    access: 'write',
    input: z.strictObject({ name: modelNameSchema }),
    output: z.strictObject({}),
  },
} as const;
