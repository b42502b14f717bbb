import * as fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { redactDetails, redactText } from './redact.ts';
import { TroubleError } from '../shared/result.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function entries(): Record<string, unknown>[] {
  const text = readFileSync(path.join(folder, 'host.log'), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('writes one JSON line for each event, at once', () => {
  const log = createLog({ folder, now: () => Date.UTC(2026, 0, 2) });
  log.info('host.started', { port: 4747 });
  expect(entries()).toEqual([
    { at: '2026-01-02T00:00:00.000Z', level: 'info', event: 'host.started', port: 4747 },
  ]);
});

test('an error stands there whole, under the report id that was answered', () => {
  const log = createLog({ folder });
  const report = log.error('call.failed', new TypeError('x is undefined'), { call: 'journal.commit' });
  expect(report).toMatch(/^[0-9a-f]{10}$/);
  expect(entries()).toMatchObject([
    { level: 'error', report, message: 'x is undefined', call: 'journal.commit' },
  ]);
  expect(entries()[0]?.['stack']).toContain('log.test.ts');
  log.error('call.failed', new TroubleError('DISK_FULL', { path: '/home/x/Иванов.tif' }));
  expect(entries()[1]).toMatchObject({ code: 'DISK_FULL', trouble: { path: '[18].tif' } });
});

test('stays within its size: the file before is kept, older ones go', () => {
  const log = createLog({ folder, maxBytes: 2000 });
  for (let n = 0; n < 100; n += 1) log.info('event', { n });
  expect(readdirSync(folder).sort()).toEqual(['host.1.log', 'host.log']);
  for (const file of readdirSync(folder))
    expect(statSync(path.join(folder, file)).size).toBeLessThanOrEqual(2000);
  expect(entries().at(-1)).toMatchObject({ n: 99 });
});

test('goes on in the file of the program before', () => {
  createLog({ folder }).info('one');
  createLog({ folder }).info('two');
  expect(entries().map(({ event }) => event)).toEqual(['one', 'two']);
});

test('a place where nothing can be written stops nobody', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const log = createLog({ folder: path.join(file, 'logs') });
  log.info('event');
  expect(log.error('event', new Error('x'))).not.toBe('');
});

test.each([
  ['document text', "bad value 'Протокол допроса'", "bad value '[16]'"],
  ['a person’s name in Latin letters', 'no such person "Smith"', 'no such person "[5]"'],
  ['words outside quotes', 'unexpected Әлихан Бөкейхан here', 'unexpected [15] here'],
  ['a stranger’s path', "ENOENT: open '/home/aigul/Scans/a.tif'", "ENOENT: open '[23]'"],
])('%s does not get into the log', (_name, text, wanted) => {
  expect(redactText(text, [])).toBe(wanted);
});

test.each([
  "reading 'length'",
  "no such call: 'journal.commit'",
  "code 'DISK_FULL'",
  "ENOENT: open '/data/vault/ocfl/0=ocfl_1.1'",
  'at open (file:///opt/qoima/main.cjs:1:2)',
])('what helps stays: %s', (text) => {
  expect(redactText(text, ['/data'])).toBe(text);
});

test('details with people’s words are only measured', () => {
  expect(redactDetails({ title: 'Secret', n: 3, reason: 'exit 1', path: '/a/b.pdf' }, ['/data'])).toEqual({
    title: '[6]',
    n: 3,
    reason: 'exit 1',
    path: '[8].pdf',
  });
});

test('no word of Kazakh or Russian ever passes', () => {
  const word = fc.stringMatching(/^[а-яәғқңөұүһі]{1,12}$/u);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      expect(redactText(`start ${words.join(' ')} '${words.join(', ')}' end`, [])).not.toMatch(
        /\p{Script=Cyrillic}/u,
      );
    }),
  );
});
