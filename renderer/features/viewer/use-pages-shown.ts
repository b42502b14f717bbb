/** Which picture each page of a document shows, and loading them: the page asked for first, its neighbours behind it. */
import { useEffect, useMemo, useRef } from 'react';
import { fileOf, imageOf, textOf } from '../../../shared/model/record-values.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { createRasterCache, type PageRaster } from './page-raster.ts';
import { openPdf, type PdfFile } from './pdf-file.ts';
import { loadPdfPage } from './pdf-page.ts';
import { loadScan } from './scan-raster.ts';

/** A pair of pages and its neighbours on both sides; each may hold tens of megabytes. */
const KEPT_PAGES = 6;
const PDF = 'application/pdf';

export type PageLoader = {
  /** The picture of a page, or null when it has none. */
  load(page: CatalogueRecord): Promise<PageRaster> | null;
  /** The text that the file itself has of a page, as PDF may; null when none. */
  text(page: CatalogueRecord): Promise<PageText | null>;
  /** Whether the host may have tiles of a page: PDF is drawn here at any size. */
  mayHaveTiles(page: CatalogueRecord): boolean;
};

export function usePageLoader(document: CatalogueRecord): PageLoader {
  const mime = fileOf(document.values)?.mime ?? null;
  const hasOpening = textOf(document.values, 'opening') !== null;
  const pdfs = useRef(new Map<string, PdfFile>());
  useEffect(() => {
    const open = pdfs.current;
    return () => {
      for (const pdf of open.values()) pdf.close();
      open.clear();
    };
  }, [document.id]);

  return useMemo(() => {
    const pdfOf = (sha256: string): PdfFile => {
      const open = pdfs.current;
      const pdf = open.get(sha256) ?? openPdf(sha256);
      open.set(sha256, pdf);
      // What the host could not give once is asked for anew with the next page.
      pdf.opened.catch(() => {
        if (open.get(sha256) === pdf) open.delete(sha256);
      });
      return pdf;
    };
    const cache = createRasterCache((key) => {
      const [sha256 = '', index, kind] = key.split('/');
      return kind === 'pdf'
        ? loadPdfPage(sha256, Number(index), () => pdfOf(sha256))
        : loadScan(sha256, Number(index));
    }, KEPT_PAGES);
    // The pages of a unit's own leaves have a file each.
    const isPdf = ({ values }: CatalogueRecord) => (fileOf(values)?.mime ?? mime) === PDF;
    return {
      mayHaveTiles: (page) => !isPdf(page),
      async text(page) {
        // Where the first pages have no words the book is a scanned one: it is not opened whole only to find none.
        const mayHaveWords = hasOpening || fileOf(page.values) !== null;
        const image = mayHaveWords && isPdf(page) ? imageOf(page.values) : null;
        return image === null ? null : pdfOf(image.sha256).text(image.index);
      },
      load(page) {
        const image = imageOf(page.values);
        if (image === null) return null;
        return cache.get(`${image.sha256}/${image.index}/${isPdf(page) ? 'pdf' : 'scan'}`);
      },
    };
    // A document's file never changes; another document has another id.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [document.id, mime, hasOpening]);
}
