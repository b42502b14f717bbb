/**
 * Copies for the product what it reads beside its code: the models that recognise text into `dist/recognition` (Kazakh and English from
 * npm, Russian from Debian), the lexicon with its licences into `dist/lexicon`.
 */
import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packagedModelFolders } from '../electron/services/recognition/model-folders.ts';
import { findModels } from '../electron/services/recognition/models.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const INTO = path.join(ROOT, 'dist/recognition');
const PACKAGED = ['kaz', 'rus', 'eng'];

rmSync(INTO, { recursive: true, force: true });
mkdirSync(INTO, { recursive: true });
const models = await findModels(packagedModelFolders(ROOT));
for (const language of PACKAGED) {
  const model = models.get(language);
  if (model === undefined) {
    console.error(`No model for "${language}" on this machine: what is built here cannot read it.`);
    continue;
  }
  copyFileSync(model.path, path.join(INTO, path.basename(model.path)));
}

rmSync(path.join(ROOT, 'dist/lexicon'), { recursive: true, force: true });
cpSync(path.join(ROOT, 'assets/lexicon'), path.join(ROOT, 'dist/lexicon'), { recursive: true });
