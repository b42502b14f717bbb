/** The text that a file has of itself, as most PDF do: asked of whoever has the file open. */
import { useEffect, useState } from 'react';
import { imageOf } from '../../../shared/model/record-values.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';

export type LoadOwnText = (page: CatalogueRecord) => Promise<PageText | null>;

const KEPT = 20;
const LOOKING_MS = 200;
const kept = new Map<string, PageText | null>();

/** Undefined while nobody knows; null when the file has none of this page. */
export function useOwnText(
  page: CatalogueRecord | undefined,
  load: LoadOwnText,
): PageText | null | undefined {
  const image = page === undefined ? null : imageOf(page.values);
  const key = image === null ? null : `${image.sha256}/${image.index}`;
  const [, setAsked] = useState<string>();
  useEffect(() => {
    if (page === undefined || key === null || kept.has(key)) return undefined;
    let isLeft = false;
    const keep = (text: PageText | null) => {
      kept.set(key, text);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      if (!isLeft) setAsked(key);
    };
    // The picture comes first, and who turns pages quickly asks for no text.
    const timer = setTimeout(() => {
      load(page).then(keep, () => {
        // A file that cannot be opened now is asked again with the next page.
        if (!isLeft) setAsked(`${key} failed`);
      });
    }, LOOKING_MS);
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- another object of the same page has the same picture
  }, [key, load]);
  return key === null ? null : kept.get(key);
}
