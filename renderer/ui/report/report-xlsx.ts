/**
 * A report as a workbook of one sheet. Every text is written as a text and nothing as a formula, so a file that is called
 * `=1+1` stays one. In slices: the window goes on meanwhile.
 */
import { breathe } from '../breathe.ts';
import type { Cell, Column, Report } from './report.ts';
import { zip } from './zip.ts';

const MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ROWS_AT_ONCE = 500;
/** What a cell of Excel holds at most. */
const MOST_CHARACTERS = 32_767;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles by their place in `STYLES`. */
const PLAIN = 0;
const BOLD = 1;

export async function reportXlsx(report: Report): Promise<Blob> {
  const { sheet, titlesRow } = await writeSheet(report);
  return new Blob(
    [
      ...(await zip([
        { name: '[Content_Types].xml', text: CONTENT_TYPES },
        { name: '_rels/.rels', text: PACKAGE_RELATIONS },
        { name: 'xl/workbook.xml', text: workbook(titlesRow) },
        { name: 'xl/_rels/workbook.xml.rels', text: WORKBOOK_RELATIONS },
        { name: 'xl/styles.xml', text: STYLES },
        { name: 'xl/worksheets/sheet1.xml', text: sheet },
      ])),
    ],
    { type: MIME },
  );
}

async function writeSheet({
  columns,
  rows,
  ...report
}: Report): Promise<{ sheet: string; titlesRow: number }> {
  const head: (readonly Cell[])[] = [
    [report.title],
    [report.archive],
    [report.when],
    ...[report.total, ...report.parts].map(({ name, count }) => [name, count]),
    [],
  ];
  const titlesRow = head.length + 1;
  const parts = head.map((cells, at) => writeRow(at + 1, cells, at === 0 ? BOLD : PLAIN));
  parts.push(
    writeRow(
      titlesRow,
      columns.map(({ title }) => title),
      BOLD,
    ),
  );
  for (const [at, cells] of rows.entries()) {
    if (at % ROWS_AT_ONCE === 0) await breathe();
    parts.push(writeRow(titlesRow + 1 + at, cells, PLAIN));
  }
  const pane = `<pane ySplit="${titlesRow}" topLeftCell="A${titlesRow + 1}" activePane="bottomLeft" state="frozen"/>`;
  const last = `${columnName(columns.length - 1)}${titlesRow + rows.length}`;
  const sheet = [
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`,
    writeWidths(columns),
    `<sheetData>${parts.join('')}</sheetData><autoFilter ref="A${titlesRow}:${last}"/>`,
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
  ].join('');
  return { sheet, titlesRow };
}

function writeWidths(columns: readonly Column[]): string {
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<cols>${widths.join('')}</cols>`;
}

function writeRow(row: number, cells: readonly Cell[], style: number): string {
  const written = cells.map((cell, at) => writeCell(`${columnName(at)}${row}`, cell, style));
  return `<row r="${row}">${written.join('')}</row>`;
}

function writeCell(place: string, cell: Cell, style: number): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${place}" s="${style}"><v>${cell}</v></c>`;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
}

/** What XML cannot hold becomes the sign for something unreadable. Pure. */
export function escapeXml(text: string): string {
  return (
    text
      .slice(0, MOST_CHARACTERS)
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- those are what XML cannot hold
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
      // Excel reads `_x0041_` as the sign of that number.
      .replaceAll(/_(?=x[0-9a-f]{4}_)/giu, '_x005F_')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

/** A, B … Z, AA. */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

const CONTENT_TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;
const PACKAGE_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const WORKBOOK_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`;
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;

/** The titles stand on every printed page. */
function workbook(titlesRow: number): string {
  const titles = `<definedName name="_xlnm.Print_Titles" localSheetId="0">Qoima!$${titlesRow}:$${titlesRow}</definedName>`;
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Qoima" sheetId="1" r:id="rId1"/></sheets><definedNames>${titles}</definedNames></workbook>`;
}
