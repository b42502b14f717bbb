/**
 * The models that recognise text: those that come with the program, and those that a person put into a folder. A model is
 * one file `<name>.traineddata`, packed by gzip or not; its name is the language's ISO 639-3 code, or that of a whole script
 * (`Cyrillic`), which Tesseract keeps in a folder `script`.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { modelNameSchema } from '../../../shared/model/reading-model.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

export type Model = { readonly language: string; readonly path: string };

const FILE = /^(?<name>[^.]+)\.traineddata(?<packed>\.gz)?$/;
const SCRIPTS = 'script';
/** Not every disk keeps times to the millisecond. */
const TIME_STEP_MS = 1000;

/** Files of the engine that read no language: which way up letters stand, and formulas. */
const NO_LANGUAGES: ReadonlySet<string> = new Set(['osd', 'equ']);

/** The models in these folders; of two for one language that of the earlier folder. A folder that is not there has none. */
export async function findModels(folders: readonly string[]): Promise<ReadonlyMap<string, Model>> {
  const models = new Map<string, Model>();
  for (const folder of folders.flatMap((each) => [each, path.join(each, SCRIPTS)])) {
    const files: string[] = await readdir(folder).catch(() => []);
    for (const file of files.sort()) {
      const language = modelNameOf(file);
      if (language === null || models.has(language)) continue;
      models.set(language, { language, path: path.join(folder, file) });
    }
  }
  return models;
}

/** The model that a file of this name holds; null when no model is called so. */
export function modelNameOf(file: string): string | null {
  const name = modelNameSchema.safeParse(FILE.exec(file)?.groups?.['name']);
  return name.success && !NO_LANGUAGES.has(name.data) ? name.data : null;
}

/** `stamp` is another one when any of the models is. */
type Gathered = { readonly folder: string; readonly stamp: string };

/** Every file that may hold a model of this name, as a person may have laid it there. */
export function filesOfModel(folder: string, name: string): string[] {
  return [folder, path.join(folder, SCRIPTS)].flatMap((each) =>
    ['', '.gz'].map((ending) => path.join(each, `${name}.traineddata${ending}`)),
  );
}

/**
 * Puts the models of these languages side by side into one folder, as the engine wants them; what lies there already is
 * not copied again. NO_MODEL names the first language that has none.
 */
export async function gatherModels(
  models: ReadonlyMap<string, Model>,
  languages: readonly string[],
  into: string,
): Promise<Result<Gathered, 'NO_MODEL'>> {
  await mkdir(into, { recursive: true });
  const stamps: string[] = [];
  for (const language of languages) {
    const model = models.get(language);
    if (model === undefined) return fail('NO_MODEL', { language });
    const to = path.join(into, `${language}.traineddata`);
    const { mtime, stamp } = await look(model.path);
    stamps.push(stamp);
    if ((await look(to)).stamp === stamp) continue;
    // A second host or command may be doing the same: each lays its own copy down whole.
    const part = `${to}.${randomUUID()}.part`;
    try {
      // Read and written, not copied: in the packed program ours lie in the archive, which the system cannot look into.
      await writeFile(part, await readFile(model.path));
      // So it is known again: a model trained further is as long as the one before it.
      await utimes(part, mtime, mtime);
      await rename(part, to);
    } finally {
      await rm(part, { force: true });
    }
  }
  return ok({ folder: into, stamp: stamps.join() });
}

async function look(file: string): Promise<{ readonly mtime: Date; readonly stamp: string }> {
  const found = await stat(file).catch(() => null);
  const mtime = found?.mtime ?? new Date(0);
  return { mtime, stamp: `${found?.size ?? -1}:${Math.floor(mtime.getTime() / TIME_STEP_MS)}` };
}
