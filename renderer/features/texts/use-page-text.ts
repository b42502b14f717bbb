/** The text of a reading: the host keeps it as ALTO, this window reads it when it is looked at. */
import { useEffect, useState } from 'react';
import type { PageImage } from '../../../shared/model/record-types.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { sourcePicture } from '../../../shared/page-text/source-picture.ts';

export type LoadedText = {
  readonly page: PageText;
  /** The picture that was read; null when the file does not say so. */
  readonly picture: PageImage | null;
};
/** Null: it could not be had; the host is away, or the file is damaged. */
type Loaded = { readonly sha256: string; readonly text: LoadedText | null };

/** Readings never change, so one that was read once is at hand; so many pages are turned back to. */
const KEPT = 20;
/** The text lies on this machine: whoever takes longer has stopped. */
const DEADLINE_MS = 30_000;
const kept = new Map<string, LoadedText>();

/** Undefined while it is on its way; null when there is none. */
export function usePageText(sha256: string | null): LoadedText | null | undefined {
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    if (sha256 === null || kept.has(sha256)) return undefined;
    const left = new AbortController();
    loadText(sha256, left.signal).then(
      (text) => {
        if (!left.signal.aborted) setLoaded({ sha256, text });
      },
      () => {
        if (!left.signal.aborted) setLoaded({ sha256, text: null });
      },
    );
    return () => left.abort();
  }, [sha256]);
  if (sha256 === null) return null;
  return kept.get(sha256) ?? (loaded?.sha256 === sha256 ? loaded.text : undefined);
}

async function loadText(sha256: string, signal: AbortSignal): Promise<LoadedText | null> {
  // Most days nobody opens a text: what reads it is no part of the first file.
  const [response, { readAlto }] = await Promise.all([
    fetch(`/file/${sha256}`, { signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]) }),
    import('../../../shared/page-text/read-alto.ts'),
  ]);
  if (!response.ok) return null;
  const alto = await response.text();
  const read = readAlto(alto);
  const page = read.ok ? (read.value[0] ?? null) : null;
  if (page === null) return null;
  const text = { page, picture: sourcePicture(alto) };
  kept.set(sha256, text);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return text;
}
