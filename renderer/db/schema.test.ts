import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { watchSchemaPatches } from '../../test/fixtures/schema-patches.ts';
import { makeOld, readUpgraded, schemaAt, type Schema } from '../../test/fixtures/upgrade-database.ts';
import { CATALOGUE_VERSIONS, DESK_VERSIONS, describeDatabase, openDatabase } from './database.ts';
import published from './schema-snapshot.json' with { type: 'json' };
import type { SchemaVersion } from './schema-version.ts';

const DATABASES: Readonly<Record<string, readonly SchemaVersion[]>> = {
  catalogue: CATALOGUE_VERSIONS,
  desk: DESK_VERSIONS,
};

let watch: ReturnType<typeof watchSchemaPatches>;
beforeEach(() => {
  watch = watchSchemaPatches();
});
afterEach(async () => {
  watch.stop();
  for (const { name } of await indexedDB.databases()) await Dexie.delete(must(name, 'listed by name'));
});

describe('published schemas', () => {
  it('are what schema-snapshot.json says: a change is a new version file and a new entry there', async () => {
    const found: Record<string, Record<string, Schema>> = {};
    for (const [name, versions] of Object.entries(DATABASES)) {
      const schemas: Record<string, Schema> = {};
      for (const { version } of versions) schemas[version] = await schemaAt(versions, version);
      found[name] = schemas;
    }
    expect(found).toEqual(published);
  });

  it('count 1, 2, 3 without gaps, each with its reason', () => {
    for (const versions of Object.values(DATABASES)) {
      expect(versions.map((step) => step.version)).toEqual(versions.map((_, i) => i + 1));
      for (const step of versions) expect(step.why).not.toBe('');
    }
  });

  it('are noticed when they are edited without a new version', async () => {
    await makeOld('patched', CATALOGUE_VERSIONS, 2, {});
    expect(watch.patches()).toEqual([]);
    const edited = CATALOGUE_VERSIONS.map((step) => ({
      ...step,
      stores: { ...step.stores, records: 'id, n, [place+sort], *tags, binned, review, t' },
    }));
    await readUpgraded('patched', edited);
    expect(watch.patches()).toHaveLength(1);
  });
});

/** The steps of a program that does not exist, to prove the harness: every real step gets a test of this form. */
const NEXT: readonly SchemaVersion[] = [
  ...CATALOGUE_VERSIONS,
  {
    version: 3,
    stores: { records: 'id, n, [place+sort], *tags, binned, review, t', searchChunks: null },
    upgrade: (transaction) =>
      transaction
        .table('records')
        .toCollection()
        .modify((row: { t: string }) => {
          row.t = row.t === 'file' ? 'unit' : row.t;
        }),
    why: 'Test only.',
  },
];

describe('an upgrade', () => {
  const row = { id: 'a', t: 'file', n: 1, place: 'top', sort: '1', state: '{}' };
  const cursor = { key: 'cursor', archive: 'x', n: 1 };

  it('rewrites the rows of the version before, all tables compared', async () => {
    await makeOld('old', NEXT, 2, {
      records: [row],
      meta: [cursor],
      searchChunks: [{ generation: 1, no: 0, bytes: new Uint8Array(1) }],
    });
    expect(await readUpgraded('old', NEXT)).toEqual({
      meta: [cursor],
      records: [{ ...row, t: 'unit' }],
      searchSnapshots: [],
    });
    expect(watch.patches()).toEqual([]);
  });

  it('to 2 leaves the rows and takes the cursor away: such a copy is made anew from the journal', async () => {
    await makeOld('first', CATALOGUE_VERSIONS, 1, { records: [row], meta: [cursor] });
    expect(await readUpgraded('first', CATALOGUE_VERSIONS)).toEqual({
      meta: [],
      records: [row],
      searchChunks: [],
      searchSnapshots: [],
    });
    expect(watch.patches()).toEqual([]);
  });

  it('that throws leaves every row as it was', async () => {
    await makeOld('old', NEXT, 2, { records: [row] });
    const broken = NEXT.map((step) =>
      step.version === 3 ? { ...step, upgrade: () => Promise.reject(new Error('broken step')) } : step,
    );
    await expect(readUpgraded('old', broken)).rejects.toThrow('broken step');
    expect((await readUpgraded('old', CATALOGUE_VERSIONS))['records']).toEqual([row]);
  });

  it('is never run backwards: a newer database is refused and stays as it is', async () => {
    await makeOld('newer', NEXT, 3, { records: [row] });
    expect(await openDatabase('newer', CATALOGUE_VERSIONS)).toMatchObject({
      ok: false,
      code: 'CATALOGUE_NEWER',
      details: { version: 3, ours: 2 },
    });
    expect((await readUpgraded('newer', NEXT))['records']).toEqual([row]);
  });
});

describe('every database of ours', () => {
  it('asks for strict durability', () => {
    for (const versions of Object.values(DATABASES)) {
      expect(describeDatabase('any', versions)._options.chromeTransactionDurability).toBe('strict');
    }
  });
});
