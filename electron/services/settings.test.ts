import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TroubleError } from '../../shared/result.ts';
import { openSettings } from './settings.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-settings-'));
  file = path.join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noon = () => Date.UTC(2026, 0, 2, 12);

test('begins with the defaults and keeps what was chosen', () => {
  expect(openSettings(folder).read()).toEqual({ language: null, backup: null, cpu: 'auto' });
  expect(openSettings(folder).write({ language: 'kk' })).toEqual({
    language: 'kk',
    backup: null,
    cpu: 'auto',
  });
  const again = openSettings(folder);
  expect(again.read()).toEqual({ language: 'kk', backup: null, cpu: 'auto' });
  expect(again.notices).toEqual([]);
});

test.each(['{', '', 'null', '[]', '{"v":1,"language":"xx"}', '{"v":2,"language":"kk"}', '{"language":"kk"}'])(
  'sets a file of %j aside, says so, and starts with the defaults',
  (text) => {
    writeFileSync(file, text);
    const settings = openSettings(folder, noon);
    expect(settings.read()).toEqual({ language: null, backup: null, cpu: 'auto' });
    const [notice] = settings.notices;
    expect(notice).toEqual({
      code: 'SETTINGS_SET_ASIDE',
      details: { file: 'settings.damaged-2026-01-02T12-00-00.000Z.json' },
    });
    settings.write({ language: 'ru' });
    expect(readFileSync(path.join(folder, notice?.details['file'] ?? ''), 'utf8')).toBe(text);
    expect(openSettings(folder).read()).toEqual({ language: 'ru', backup: null, cpu: 'auto' });
  },
);

test('a folder in the place of the file is set aside too', () => {
  mkdirSync(file);
  expect(openSettings(folder).notices).toMatchObject([{ code: 'SETTINGS_SET_ASIDE' }]);
  expect(readdirSync(folder)[0]).toMatch(/^settings\.damaged-/);
});

test('keeps the old settings when the new ones cannot be written', () => {
  const settings = openSettings(folder);
  settings.write({ language: 'kk' });
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'in the way');
  expect(() => settings.write({ language: 'ru' })).toThrow(
    new TroubleError('SETTINGS_NOT_WRITTEN', { reason: 'ENOTDIR' }),
  );
  expect(settings.read()).toEqual({ language: 'kk', backup: null, cpu: 'auto' });
});
