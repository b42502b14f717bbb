/** Calls about room on the disk of the data folder: how much there is, what stops when it goes, what an import will need. */
import { z } from 'zod';

const bytes = z.number().nonnegative();
const nothing = z.strictObject({});

/** `low`: a person is warned. `short`: long jobs stop, no import begins. `full`: nothing but descriptions is written. */
export const DISK_LEVELS = ['fine', 'low', 'short', 'full'] as const;
export type DiskLevel = (typeof DISK_LEVELS)[number];
const level = z.enum(DISK_LEVELS);

/** How many bytes are free when each level begins. */
export const diskLimitsSchema = z
  .strictObject({ low: z.number().min(1e6), short: z.number().min(1e6), full: z.number().min(1e6) })
  .refine(({ low, short, full }) => low >= short && short >= full);
export type DiskLimits = z.infer<typeof diskLimitsSchema>;

export const DISK_LIMITS: DiskLimits = { low: 5e9, short: 2e9, full: 1e9 };

export const diskStatusSchema = z.strictObject({
  free: bytes,
  total: bytes,
  level,
  limits: diskLimitsSchema,
  /** Bytes that are kept for the last moments; 0 when they were given away, or could not be kept yet. */
  ballast: bytes,
  /** Kinds of jobs that wait for room. */
  waiting: z.array(z.string()),
});
export type DiskStatus = z.infer<typeof diskStatusSchema>;

export const diskCalls = {
  'disk.status': { access: 'read', input: nothing, output: diskStatusSchema },
  /** What is left when so many files of so many bytes have come in with their pictures. */
  'disk.forecast': {
    access: 'read',
    input: z.strictObject({ files: z.int().nonnegative(), bytes }),
    output: z.strictObject({
      free: bytes,
      needs: bytes,
      /** Below 0: it does not fit at all. */
      left: z.number(),
      level,
      /** Whether it can be begun. */
      fits: z.boolean(),
    }),
  },
  /** Changes the limits; null: those that every archive begins with. Errors: SETTINGS_NOT_WRITTEN. */
  'disk.limits': {
    access: 'write',
    input: z.strictObject({ limits: diskLimitsSchema.nullable() }),
    output: diskStatusSchema,
  },
} as const;
