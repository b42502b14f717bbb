/** Where the words of a page stand: paragraphs broken into lines, tables into cells. Sizes are in pixels. */

export type PlacedText = {
  readonly text: string;
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly width: number;
};

export type Sheet = {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly line: number;
  readonly indent: number;
};

/** Lays out a page; `measure` tells the width of a text. */
export function layOut(
  paragraphs: readonly string[],
  sheet: Sheet,
  measure: (text: string) => number,
): PlacedText[] {
  const placed: PlacedText[] = [];
  let y = sheet.top;
  const room = sheet.width - sheet.left - sheet.right;
  const put = (text: string, x: number) => placed.push({ text, x, y, width: measure(text) });

  for (let index = 0; index < paragraphs.length; index++) {
    const paragraph = paragraphs[index] ?? '';
    const mark = paragraph.charAt(0);
    if (mark === '|') {
      const rows = tableFrom(paragraphs, index);
      y = putTable(rows, y);
      index += rows.length - 1;
      continue;
    }
    const text = mark === '^' || mark === '>' ? paragraph.slice(1) : paragraph;
    const lines = breakLines(text, room, mark === '^' || mark === '>' ? 0 : sheet.indent, measure);
    for (const [at, line] of lines.entries()) {
      const free = room - measure(line);
      if (mark === '^') put(line, sheet.left + free / 2);
      else if (mark === '>') put(line, sheet.left + free);
      else put(line, sheet.left + (at === 0 ? sheet.indent : 0));
      y += sheet.line;
    }
    y += sheet.line * 0.45;
  }
  return placed;

  function putTable(rows: readonly string[][], from: number): number {
    y = from;
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => measure(row[column] ?? ''))),
    );
    const spare = Math.max(0, room - widths.reduce((sum, width) => sum + width, 0));
    const gap = Math.min(sheet.indent, spare / Math.max(1, widths.length));
    for (const row of rows) {
      let x = sheet.left;
      for (const [column, cell] of row.entries()) {
        if (cell !== '') put(cell, x);
        x += (widths[column] ?? 0) + gap;
      }
      y += sheet.line * 1.1;
    }
    return y + sheet.line * 0.5;
  }
}

function tableFrom(paragraphs: readonly string[], start: number): string[][] {
  const rows: string[][] = [];
  for (const paragraph of paragraphs.slice(start)) {
    if (!paragraph.startsWith('|')) break;
    rows.push(paragraph.slice(1).split('|'));
  }
  return rows;
}

function breakLines(text: string, room: number, indent: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const free = lines.length === 0 ? room - indent : room;
    if (line !== '' && measure(longer) > free) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
