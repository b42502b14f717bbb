/** What inspection says about one file. The codes are those of the import contract; the words here are for the command line. */
import type { Refusal, Warning } from '../../../shared/rpc/contract-import.ts';

/** Of a page as it stands upright: in pixels, of a PDF in points. */
export type PageSize = { readonly width: number; readonly height: number };

/** Sizes are told of so many pages; what is thicker is mostly of one size. */
export const MOST_SIZES = 100;

export type Verdict = {
  readonly path: string;
  readonly verdict: 'ok' | 'refused';
  /** Null when the verdict is `ok`. */
  readonly code: Refusal | null;
  /** Plain English, the same text for the same code; windows translate the code themselves. */
  readonly message: string;
  /** What the bytes say the file is; null when they say nothing we know. */
  readonly mime: string | null;
  /** Pages of a sound file; null of a refused one. */
  readonly pages: number | null;
  /** Of the first pages of a sound file, where they could be read. */
  readonly sizes: readonly PageSize[];
  readonly warnings: readonly Warning[];
};

const REFUSAL_MESSAGES: Readonly<Record<Refusal, string>> = {
  EMPTY: 'The file is empty.',
  NOT_A_DOCUMENT: 'This is not a PDF, TIFF, JPEG, PNG, WebP or JPEG 2000 file.',
  LOCKED: 'The document is locked with a password. Remove the password and try again.',
  BROKEN: 'The file is damaged and cannot be opened.',
  TRUNCATED: 'The file ends too early: a part of it is missing.',
  TOO_LARGE: 'The file needs more memory than one file may take.',
  TOO_SLOW: 'Looking into the file took too long and was stopped.',
  UNREADABLE: 'The file cannot be read: it is missing, or reading it is not permitted.',
  DISK_FULL: 'The disk is full.',
  CANCELLED: 'The import was cancelled before this file was taken in.',
  NEVER_ARRIVED: 'The file was announced but never arrived.',
  NO_SCAN_BESIDE: 'This is a text, and no one scan that it belongs to lies beside it.',
  TEXT_PAGES_DIFFER: 'The text has another number of pages than its scan.',
  TEXT_TWICE: 'Another file has already brought the text of this scan.',
  TEXT_BROKEN: 'This is neither ALTO nor hOCR nor plain text.',
};

const WARNING_MESSAGES: Readonly<Record<Warning, string>> = {
  NO_PICTURE: 'The file is sound, but no picture can be made of it here.',
  MISLABELLED: 'The file is of another kind than its name says.',
  EXTRA_BYTES: 'Something that does not belong to the picture follows its end.',
  REPAIRED: 'The file is damaged but could be read by repairing it on the fly.',
  FEWER_PAGES_READ: 'The file has more pages than could be opened.',
  REDUCED_RESOLUTION: 'The picture is too large to be opened here at once: it is shown in a smaller size.',
};

export function refusedVerdict(path: string, code: Refusal, mime: string | null = null): Verdict {
  return {
    path,
    verdict: 'refused',
    code,
    message: REFUSAL_MESSAGES[code],
    mime,
    pages: null,
    sizes: [],
    warnings: [],
  };
}

/** A sound file; the message is `OK` and, where there are warnings, their texts. */
export function okVerdict(
  path: string,
  mime: string,
  { pages, sizes, warnings }: Pick<Verdict, 'sizes' | 'warnings'> & { readonly pages: number },
): Verdict {
  const message = ['OK.', ...warnings.map((warning) => WARNING_MESSAGES[warning])].join(' ');
  return { path, verdict: 'ok', code: null, message, mime, pages, sizes, warnings };
}
