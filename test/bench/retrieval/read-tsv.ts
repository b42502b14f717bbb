/** The files that the bench of retrieval takes: pages, queries with the pages that hold them, ids of badly read pages. */
import { readFileSync } from 'node:fs';

export type CorpusPage = {
  readonly id: string;
  /** As it was read; `\n` in the file is the end of a line. */
  readonly text: string;
  /** What really stands there; null when the text says it itself. */
  readonly truth: string | null;
};

export type RetrievalQuery = { readonly query: string; readonly relevant: ReadonlySet<string> };

/** A file of pages: id, text, and perhaps the true text, apart by tabs; a first line of headings is passed over. */
export function readCorpus(file: string): CorpusPage[] {
  return rowsOf(file, 'id').map(([id = '', text = '', truth = '']) => ({
    id: id.trim(),
    text: unescape(text),
    truth: truth.trim() === '' ? null : unescape(truth),
  }));
}

/** A file of queries: the query, then the ids of its pages, apart by spaces, commas or further tabs. */
export function readQueries(file: string): RetrievalQuery[] {
  return rowsOf(file, 'query').map(([query = '', ...ids]) => ({
    query: query.trim(),
    relevant: new Set(
      ids
        .join(' ')
        .split(/[\s,;]+/u)
        .filter(Boolean),
    ),
  }));
}

/** Ids apart by white space or commas. */
export function readIds(file: string): Set<string> {
  return new Set(
    readFileSync(file, 'utf8')
      .split(/[\s,;]+/u)
      .filter(Boolean),
  );
}

/** Pairs of a word as it was read and as it should be read; of the lines below the headings the first is odd. */
export function readPairs(
  file: string,
  lines: 'all' | 'odd' | 'even' = 'all',
): { read: string; correct: string }[] {
  const wanted = { all: null, odd: 1, even: 0 }[lines];
  return rowsOf(file, 'recognised')
    .filter((_, i) => wanted === null || (i + 1) % 2 === wanted)
    .flatMap(([read = '', correct = '']) => (read === '' || correct === '' ? [] : [{ read, correct }]));
}

function rowsOf(file: string, heading: string): string[][] {
  return linesOf(file)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'))
    .filter(([first], i) => i > 0 || first?.trim().toLowerCase() !== heading);
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .replace(/^\ufeff/u, '')
    .split(/\r?\n/u);
}

function unescape(text: string): string {
  return text.replaceAll(String.raw`\n`, '\n');
}
