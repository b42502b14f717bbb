/** What a report is in files: it adds up, reads back as it was, and nothing in it is ever a formula. */
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { unzip } from '../../../test/fixtures/unzip.ts';
import { addsUp, type Report } from './report.ts';
import { csvField, reportCsv } from './report-csv.ts';
import { escapeXml, reportXlsx } from './report-xlsx.ts';

const REPORT: Report = {
  title: 'Есеп',
  archive: 'БҚО архиві',
  when: '22.11.2026',
  total: { name: 'Көрілді', count: 3 },
  parts: [
    { name: 'Сақталды', count: 2 },
    { name: 'Қабылданбады', count: 1 },
  ],
  columns: [
    { title: 'Файл', kind: 'text', width: 20, paper: 50 },
    { title: 'Көлемі', kind: 'number', width: 10, paper: 20 },
  ],
  rows: [
    ['=cmd|"/c calc"!A1', 1],
    ['парақ; 45об.tif', 22],
    [null, null],
  ],
  fileName: 'есеп',
};

async function sheetOf(report: Report): Promise<string> {
  const book = unzip(Buffer.from(await (await reportXlsx(report)).arrayBuffer()));
  return book.get('xl/worksheets/sheet1.xml') ?? '';
}

/** The texts of the cells, in their order, by a parser that takes nothing but sound XML. */
function cellsOf(sheet: string): string[] {
  const texts: string[] = [];
  const parser = new SaxesParser();
  let isInside = false;
  parser.on('opentag', ({ name }) => {
    if (name === 'f') throw new Error('a formula');
    isInside = name === 't' || name === 'v';
    if (isInside) texts.push('');
  });
  parser.on('text', (text) => {
    if (isInside) texts.push((texts.pop() ?? '') + text);
  });
  parser.on('closetag', () => {
    isInside = false;
  });
  parser.write(sheet).close();
  return texts;
}

test('its parts make up the whole, or it says so', () => {
  expect(addsUp(REPORT)).toBe(true);
  expect(addsUp({ ...REPORT, parts: [] })).toBe(false);
});

describe('as CSV', () => {
  test('is what a spreadsheet of the language reads', () => {
    expect(reportCsv(REPORT, 'kk').split('\r\n')).toEqual([
      '\uFEFFЕсеп',
      'БҚО архиві',
      '22.11.2026',
      'Көрілді;3',
      'Сақталды;2',
      'Қабылданбады;1',
      '',
      'Файл;Көлемі',
      `"'=cmd|""/c calc""!A1";1`,
      '"парақ; 45об.tif";22',
      ';',
      '',
    ]);
    expect(reportCsv(REPORT, 'en')).toContain('Көрілді,3');
  });

  test('whatever a text is, it is one field, and no formula', () => {
    const start = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '\n', '＝');
    fc.assert(
      fc.property(
        start,
        fc.string({ unit: 'binary' }),
        fc.constantFrom(';', ','),
        (first, rest, separator) => {
          const text = first + rest;
          const field = csvField(text, separator);
          const read = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
          expect(read.replace(/^'/u, '')).toBe(text.replace(/^'/u, ''));
          expect(read).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
          if (!field.startsWith('"')) expect(field).not.toMatch(new RegExp(`[${separator}"\r\n]`, 'u'));
        },
      ),
    );
  });
});

describe('as a workbook', () => {
  test('has the same cells, all texts as texts', async () => {
    const head = ['Есеп', 'БҚО архиві', '22.11.2026', 'Көрілді', '3', 'Сақталды', '2', 'Қабылданбады', '1'];
    const rows = ['Файл', 'Көлемі', '=cmd|"/c calc"!A1', '1', 'парақ; 45об.tif', '22'];
    expect(cellsOf(await sheetOf(REPORT))).toEqual([...head, ...rows]);
  });

  test('whatever a text is, it is sound XML', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 20 }),
        async (texts) => {
          const rows = texts.map((text) => [text, 1]);
          expect(cellsOf(await sheetOf({ ...REPORT, rows }))).toHaveLength(11 + 2 * texts.length);
        },
      ),
      { numRuns: 30 },
    );
    // Excel takes `_x0041_` for the letter A.
    expect(escapeXml('_x0041_.tif')).toBe('_x005F_x0041_.tif');
    expect(escapeXml('a\u0000b\ud800<&"')).toBe('a\ufffdb\ufffd&lt;&amp;&quot;');
  });
});
