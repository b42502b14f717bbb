/** Copies the models that recognise text into `dist/recognition`, for the product: Kazakh and English from npm, Russian from Debian. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
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
