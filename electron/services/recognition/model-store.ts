/** The models that are there, and a person's own: added when they prove to be models, taken out again. Never from a network. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { fail, ok, TroubleError, type Result } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { filesOfModel, findModels, modelNameOf } from './models.ts';
import { judgeModelFile } from './model-file.ts';
import type { Recognizer } from './recognizer.ts';

export type ModelStore = {
  readonly services: Pick<Services, 'text.models' | 'text.removeModel'>;
  /**
   * Takes a file in as a model. Codes: MODEL_NAME_ODD (no model is called so), MODEL_TOO_LARGE, NOT_A_MODEL, MODEL_OLD (of
   * the engine before 4.0), MODEL_BROKEN (the engine does not load it), those of the disk.
   */
  put(file: string, bytes: AsyncIterable<Uint8Array>): Promise<Result<null, string>>;
};

/** The largest of Tesseract's own takes 90 MB. */
const MOST_BYTES = 300 * 1024 * 1024;
/** How the folders begin in which models are tried. */
const TRIAL = '.new-';
const BAD_FILE = { NOT_A_MODEL: 'NOT_A_MODEL', NO_LINES: 'MODEL_OLD' } as const;

/** `folder` is the person's own; `all` has it first. */
export function createModelStore(deps: {
  readonly folder: string;
  readonly all: readonly string[];
  readonly recognizer: Pick<Recognizer, 'check'>;
}): ModelStore {
  const { folder, all, recognizer } = deps;
  const trials = new Set<string>();

  return {
    services: {
      async 'text.models'() {
        const own = await findModels([folder]);
        const models = await Promise.all(
          [...(await findModels(all)).values()].map(async ({ language, path: file }) => ({
            name: language,
            size: (await stat(file).catch(() => null))?.size ?? 0,
            isAdded: own.get(language)?.path === file,
          })),
        );
        return { models: models.sort((a, b) => (a.name < b.name ? -1 : 1)), folder };
      },
      async 'text.removeModel'({ name }) {
        const own = (await findModels([folder])).get(name);
        if (own === undefined) {
          throw new TroubleError((await findModels(all)).has(name) ? 'MODEL_PACKAGED' : 'NO_MODEL', {
            language: name,
          });
        }
        await onDisk(own.path, () => rm(own.path));
        return {};
      },
    },
    async put(file, bytes) {
      const name = modelNameOf(file);
      if (name === null) return fail('MODEL_NAME_ODD', { file });
      // A folder of its own, so that the engine finds the file by its name and nothing else.
      const trial = path.join(folder, `${TRIAL}${randomUUID()}`);
      const part = path.join(trial, `${name}.traineddata`);
      trials.add(trial);
      try {
        await clearTrials(folder, trials);
        await onDisk(trial, () => mkdir(trial, { recursive: true }));
        const isWhole = await onDisk(part, () => receive(bytes, part));
        if (!isWhole) return fail('MODEL_TOO_LARGE', { file });
        const judged = await judgeModelFile(part);
        if (judged !== 'OK') return fail(BAD_FILE[judged], { file });
        if (!(await recognizer.check(trial, name))) return fail('MODEL_BROKEN', { file });
        await onDisk(folder, async () => {
          // The new one lies there before any other goes: there is never none.
          const to = path.join(folder, `${name}.traineddata`);
          await rename(part, to);
          for (const other of filesOfModel(folder, name)) if (other !== to) await rm(other, { force: true });
        });
        return ok(null);
      } finally {
        await rm(trial, { recursive: true, force: true }).catch(() => undefined);
        trials.delete(trial);
      }
    },
  };
}

/** What a program that was killed had begun to take in. */
async function clearTrials(folder: string, going: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const trial = path.join(folder, name);
    if (name.startsWith(TRIAL) && !going.has(trial))
      await rm(trial, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** False when there are more bytes than any model has. */
async function receive(bytes: AsyncIterable<Uint8Array>, to: string): Promise<boolean> {
  let size = 0;
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      done(size > MOST_BYTES ? new RangeError('too large') : null, chunk);
    },
  });
  try {
    await pipeline(Readable.from(bytes), counted, createWriteStream(to));
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
