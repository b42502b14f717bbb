/** The sample archive as it is written down in `assets/sample`: invented people and places of one district. */
import { z } from 'zod';
import fonds41 from '../../../assets/sample/fonds-41.json' with { type: 'json' };
import fondsP12 from '../../../assets/sample/fonds-p12.json' with { type: 'json' };
import fondsR5 from '../../../assets/sample/fonds-r5.json' with { type: 'json' };
import tags from '../../../assets/sample/tags.json' with { type: 'json' };

const textSchema = z.strictObject({
  kk: z.string().optional(),
  ru: z.string().optional(),
  en: z.string().optional(),
});
export type Text = z.infer<typeof textSchema>;

/**
 * A page is paragraphs: `^` in front centres, `>` sets to the right, `|` makes a row of a table. `garbled` is a PDF whose
 * text layer was read by an engine that knows only Russian letters; `none`: described, not scanned.
 */
const formSchema = z.enum(['jpeg', 'tiff', 'pdf', 'garbled', 'none']);
export type Form = z.infer<typeof formSchema>;

const unitSchema = z.strictObject({
  number: z.string(),
  dates: z.string(),
  title: textSchema,
  tags: z.array(z.string()).default([]),
  form: formSchema,
  stamp: z.boolean().default(false),
  pages: z.array(z.array(z.string())),
});
export type SampleUnit = z.infer<typeof unitSchema>;

const fondsSchema = z.strictObject({
  number: z.string(),
  dates: z.string(),
  title: textSchema,
  inventories: z.array(z.strictObject({ number: z.string(), title: textSchema, units: z.array(unitSchema) })),
});
export type SampleFonds = z.infer<typeof fondsSchema>;

const tagsSchema = z.record(
  z.string(),
  z.strictObject({ kk: z.string(), ru: z.string(), en: z.string(), colour: z.string() }),
);
export type SampleTags = z.infer<typeof tagsSchema>;

/** The fonds with everything below them. */
export function sampleFonds(): SampleFonds[] {
  return [fondsR5, fondsP12, fonds41].map((each) => fondsSchema.parse(each));
}

/** The tags by the names that units use for them. */
export function sampleTags(): SampleTags {
  return tagsSchema.parse(tags);
}
