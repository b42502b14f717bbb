/**
 * The models that recognise text: those that come with the program, and those that a person put into a folder. A model is
 * one file `<name>.traineddata`, packed by gzip or not; its name is the language's ISO 639-3 code, or that of a whole script
 * (`Cyrillic`), which Tesseract keeps in a folder `script`.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { modelNameSchema } from '../../../shared/model/reading-model.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

export type Model = { readonly language: string; readonly path: string };

const FILE = /^(?<name>[^.]+)\.traineddata(?<packed>\.gz)?$/;
const SCRIPTS = 'script';

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

/**
 * Puts the models of these languages side by side into one folder, as the engine wants them; what lies there already is
 * not copied again. NO_MODEL names the first language that has none.
 */
export async function gatherModels(
  models: ReadonlyMap<string, Model>,
  languages: readonly string[],
  into: string,
): Promise<Result<string, 'NO_MODEL'>> {
  await mkdir(into, { recursive: true });
  for (const language of languages) {
    const model = models.get(language);
    if (model === undefined) return fail('NO_MODEL', { language });
    const to = path.join(into, `${language}.traineddata`);
    if ((await sizeOf(to)) === (await sizeOf(model.path))) continue;
    // A second host or command may be doing the same: each lays its own copy down whole.
    const part = `${to}.${randomUUID()}.part`;
    try {
      // Read and written, not copied: in the packed program ours lie in the archive, which the system cannot look into.
      await writeFile(part, await readFile(model.path));
      await rename(part, to);
    } finally {
      await rm(part, { force: true });
    }
  }
  return ok(into);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? -1;
}
