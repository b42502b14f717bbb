/** A person's own models: tried before they are taken in, in place of an earlier one, and out again. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startForked } from '../../../node/calls/child.ts';
import { inPieces } from '../../../test/fixtures/open-ingest.ts';
import { sourceModules } from '../modules.ts';
import { packagedModelFolders } from './model-folders.ts';
import { createModelStore, type ModelStore } from './model-store.ts';
import { createRecognizer, type Recognizer } from './recognizer.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../..');
const PACKED = readFileSync(
  createRequire(import.meta.url)
    .resolve('@tesseract.js-data/kaz/package.json')
    .replace('package.json', '4.0.0_best_int/kaz.traineddata.gz'),
);

let folder: string;
let recognizer: Recognizer;
let store: ModelStore;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-models-'));
  recognizer = createRecognizer({
    startChild: startForked,
    module: sourceModules().recognizeChild,
    modelFolders: [],
    workFolder: path.join(folder, 'work'),
  });
});
afterAll(() => {
  recognizer.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  const own = path.join(folder, 'models');
  rmSync(own, { recursive: true, force: true });
  store = createModelStore({ folder: own, all: [own, ...packagedModelFolders(PROGRAM)], recognizer });
});

const put = async (name: string, bytes: Uint8Array) => {
  const taken = await store.put(name, inPieces(bytes));
  return taken.ok ? 'OK' : taken.code;
};
const added = async () =>
  (await store.services['text.models']({})).models.flatMap(({ name, isAdded }) => (isAdded ? [name] : []));

describe('models of one’s own', { timeout: 60_000 }, () => {
  test('are taken in when the engine loads them, packed or not, of a language or a script', async () => {
    // Of a program that was killed over it.
    mkdirSync(path.join(folder, 'models/.new-1'), { recursive: true });
    writeFileSync(path.join(folder, 'models/.new-1/tat.traineddata'), 'half');
    expect(await put('tat.traineddata.gz', PACKED)).toBe('OK');
    expect(await put('Cyrillic.traineddata', gunzipSync(PACKED))).toBe('OK');
    expect(await added()).toEqual(['Cyrillic', 'tat']);
    // Nothing of the trial stays behind.
    expect(readdirSync(path.join(folder, 'models')).sort()).toEqual([
      'Cyrillic.traineddata',
      'tat.traineddata',
    ]);
    await store.services['text.removeModel']({ name: 'tat' });
    expect(await added()).toEqual(['Cyrillic']);
  });

  test('are refused with their reason, and what is there stays', async () => {
    expect(await put('Cyrillic.traineddata', gunzipSync(PACKED))).toBe('OK');
    const old = Buffer.alloc(4 + 24 * 8, 0xff);
    old.writeInt32LE(24, 0);
    expect(await put('uzb.traineddata', Buffer.from('no model'))).toBe('NOT_A_MODEL');
    expect(await put('uzb.traineddata', old)).toBe('MODEL_OLD');
    expect(await put('Cyrillic.traineddata', gunzipSync(PACKED).subarray(0, 300_000))).toBe('MODEL_BROKEN');
    for (const name of ['notes.txt', 'osd.traineddata', '../kaz.traineddata', '.traineddata', ''])
      expect([name, await put(name, PACKED)]).toEqual([name, 'MODEL_NAME_ODD']);
    expect(await added()).toEqual(['Cyrillic']);
    expect(readdirSync(path.join(folder, 'models'))).toEqual(['Cyrillic.traineddata']);
  });

  test('are found in Tesseract’s own folder of scripts; the program’s own cannot be removed', async () => {
    mkdirSync(path.join(folder, 'models/script'), { recursive: true });
    writeFileSync(path.join(folder, 'models/script/Latin.traineddata'), PACKED);
    expect(await added()).toEqual(['Latin']);
    await expect(store.services['text.removeModel']({ name: 'kaz' })).rejects.toMatchObject({
      code: 'MODEL_PACKAGED',
    });
    await expect(store.services['text.removeModel']({ name: 'xyz' })).rejects.toMatchObject({
      code: 'NO_MODEL',
    });
  });
});
