/** The names of the models that read text: those of languages (`kaz`, `uzb_cyrl`), and those of whole scripts (`Cyrillic`). */
import { z } from 'zod';

/** As the model's file is called without its ending; a script's begins with a capital. */
export const modelNameSchema = z.string().regex(/^(?:[a-z]{3}(?:_[a-z]{2,10})?|[A-Z][A-Za-z]{2,20})$/);

/** More models at once make a reading slow and not better. */
export const MOST_MODELS = 3;

/** In what a page is read, the main one first. */
export const readAsSchema = z.array(modelNameSchema).min(1).max(MOST_MODELS);
