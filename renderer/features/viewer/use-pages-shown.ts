/** Which picture each page of a document shows, and loading them: the page asked for first, its neighbours behind it. */
import { useEffect, useMemo, useState } from 'react';
import { fileOf, imageOf, textOf } from '../../../shared/model/record-values.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { createRasterCache, type PageRaster } from './page-raster.ts';
import { createOpenPdfs } from './open-pdfs.ts';
import { openPdf } from './pdf-file.ts';
import { loadPdfPage } from './pdf-page.ts';
import { loadScan } from './scan-raster.ts';

/** A pair of pages and its neighbours on both sides; each may hold tens of megabytes. */
const KEPT_PAGES = 6;
/** More than pages are kept, and than texts are asked for at once. */
const MOST_PDFS = 8;
const PDF = 'application/pdf';

export type PageLoader = {
  /** The picture of a page, or null when it has none. */
  load(page: CatalogueRecord): Promise<PageRaster> | null;
  /** The text that the file itself has of a page, as PDF may; null when none. */
  text(page: CatalogueRecord): Promise<PageText | null>;
};

export function usePageLoader(document: CatalogueRecord): PageLoader {
  const mime = fileOf(document.values)?.mime ?? null;
  const hasOpening = textOf(document.values, 'opening') !== null;
  const [{ shown, forText }] = useState(() => ({
    shown: createOpenPdfs(openPdf, MOST_PDFS),
    // Searching goes through all pages, and must not close what is looked at.
    forText: createOpenPdfs(openPdf, MOST_PDFS),
  }));
  useEffect(
    () => () => {
      shown.close();
      forText.close();
    },
    [document.id, shown, forText],
  );

  return useMemo(() => {
    const cache = createRasterCache((key) => {
      const [sha256 = '', index, kind] = key.split('/');
      return kind === 'pdf'
        ? loadPdfPage(sha256, Number(index), () => shown.get(sha256))
        : loadScan(sha256, Number(index));
    }, KEPT_PAGES);
    // The pages of a unit's own leaves have a file each.
    const isPdf = ({ values }: CatalogueRecord) => (fileOf(values)?.mime ?? mime) === PDF;
    return {
      async text(page) {
        // Where the first pages have no words the book is a scanned one: it is not opened whole only to find none.
        const mayHaveWords = hasOpening || fileOf(page.values) !== null;
        const image = mayHaveWords && isPdf(page) ? imageOf(page.values) : null;
        if (image === null) return null;
        return (shown.has(image.sha256) ? shown : forText).get(image.sha256).text(image.index);
      },
      load(page) {
        const image = imageOf(page.values);
        if (image === null) return null;
        // Its picture may be at hand while its PDF goes for others.
        shown.touch(image.sha256);
        return cache.get(`${image.sha256}/${image.index}/${isPdf(page) ? 'pdf' : 'scan'}`);
      },
    };
    // oxlint-disable-next-line react/exhaustive-deps -- a document's file never changes; another document has another id
  }, [document.id, mime, hasOpening]);
}
