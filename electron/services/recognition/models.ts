/**
 * The models that recognise text: those that come with the program, and those that a person put into a folder. A model is
 * one file `<language>.traineddata`, packed by gzip or not; its name is the language's ISO 639-3 code.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';

export type Model = { readonly language: string; readonly path: string };

const FILE = /^(?<language>[a-z]{3}(?:_[a-z]{2,10})?)\.traineddata(?:\.gz)?$/;

/** Files of the engine that read no language: which way up letters stand, and formulas. */
const NO_LANGUAGES: ReadonlySet<string> = new Set(['osd', 'equ']);

/** The models in these folders; of two for one language that of the earlier folder. A folder that is not there has none. */
export async function findModels(folders: readonly string[]): Promise<ReadonlyMap<string, Model>> {
  const models = new Map<string, Model>();
  for (const folder of folders) {
    const names: string[] = await readdir(folder).catch(() => []);
    for (const name of names.sort()) {
      const language = FILE.exec(name)?.groups?.['language'];
      if (language === undefined || NO_LANGUAGES.has(language) || models.has(language)) continue;
      models.set(language, { language, path: path.join(folder, name) });
    }
  }
  return models;
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
