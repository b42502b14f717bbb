/** A report as every part of the program makes it: sums that add up, and rows. It is printed and saved from here. */

export type Cell = string | number | null;

export type Column = {
  readonly title: string;
  readonly kind: 'text' | 'number' | 'code';
  /** In a spreadsheet, in characters. */
  readonly width: number;
  /** On paper, in millimetres of 277. */
  readonly paper: number;
};

type Sum = { readonly name: string; readonly count: number };

export type Report = {
  readonly title: string;
  /** The name of the archive, as it stands on every page. */
  readonly archive: string;
  /** When what it tells of happened, and how it ended. */
  readonly when: string;
  /** What there was in all, and what it is made up of. */
  readonly total: Sum;
  readonly parts: readonly Sum[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Without an ending. */
  readonly fileName: string;
};

/** Whether the parts make up the whole. Pure. */
export function addsUp({ total, parts }: Pick<Report, 'total' | 'parts'>): boolean {
  return total.count === parts.reduce((sum, { count }) => sum + count, 0);
}
