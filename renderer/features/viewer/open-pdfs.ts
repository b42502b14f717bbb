/** The PDF that are open, at most so many: each has a thread of its own, and the leaves of a unit may be a PDF each. */
import type { PdfFile } from './pdf-file.ts';

export type OpenPdfs = {
  has(sha256: string): boolean;
  /** Opens it unless it is open; the one that was wanted least lately is closed for it. */
  get(sha256: string): PdfFile;
  /** It is looked at again, should it be open. */
  touch(sha256: string): void;
  close(): void;
};

export function createOpenPdfs(open: (sha256: string) => PdfFile, most: number): OpenPdfs {
  const pdfs = new Map<string, PdfFile>();
  const toEnd = (sha256: string, pdf: PdfFile): PdfFile => {
    pdfs.delete(sha256);
    pdfs.set(sha256, pdf);
    return pdf;
  };
  return {
    has: (sha256) => pdfs.has(sha256),
    get(sha256) {
      const known = pdfs.get(sha256);
      if (known !== undefined) return toEnd(sha256, known);
      const pdf = toEnd(sha256, open(sha256));
      // What the host could not give once is asked for anew with the next page.
      pdf.opened.catch(() => {
        if (pdfs.get(sha256) === pdf) pdfs.delete(sha256);
      });
      for (const [oldest, other] of pdfs) {
        if (pdfs.size <= most) break;
        pdfs.delete(oldest);
        other.close();
      }
      return pdf;
    },
    touch(sha256) {
      const known = pdfs.get(sha256);
      if (known !== undefined) toEnd(sha256, known);
    },
    close() {
      for (const pdf of pdfs.values()) pdf.close();
      pdfs.clear();
    },
  };
}
