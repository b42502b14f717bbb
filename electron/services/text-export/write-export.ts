/** Writes an export, page by page: a PDF, a zip of ALTO files, or ALTO files into a folder. No more than one page is in memory. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Picture } from '../ingest/picture-cache.ts';
import type { PageSource } from './page-to-export.ts';
import type { Export, ExportPage } from './pages-of.ts';
import { createPdfFile } from './pdf-file.ts';
import type { TextMaker } from './text-maker.ts';
import { createZipFile } from './zip-file.ts';

export type ExportFormat = 'alto' | 'pdf';

export type WriteDeps = {
  readonly vault: Pick<Vault, 'locate'>;
  /** The reading copy of a page. */
  readonly picture: (sha256: string, index: number) => Promise<Result<Picture, string>>;
  readonly maker: Pick<TextMaker, 'alto' | 'pdf'>;
  readonly now: () => number;
};

/** What is told of a page that could not be exported as it should. */
export type PageTrouble = { readonly page: ExportPage; readonly code: string };

export type Watch = {
  readonly signal: AbortSignal;
  onPage(done: number): void;
  onTrouble(trouble: PageTrouble): Promise<void>;
};

export type Written = { readonly pages: number; readonly withText: number };

/** `to` is replaced when the export is whole; null when it was stopped. Throws what the disk throws. */
export async function writeExport(
  deps: WriteDeps,
  { pages, name, language }: Export,
  format: ExportFormat,
  to: string,
  watch: Watch,
): Promise<Written | null> {
  const part = `${to}.part`;
  const file =
    format === 'pdf'
      ? pdfInto(deps, await createPdfFile(part, { title: name, language }))
      : altoInto(deps, await createZipFile(part, new Date(deps.now())));
  try {
    const written = await eachPage(pages, watch, file.add);
    if (written === null) return null;
    await file.end();
    await file.close();
    await rename(part, to);
    return written;
  } finally {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
  }
}

/** Each page as a file of its own, for the command line; the folder is there when the export is whole. */
export async function writeAltoFolder(
  deps: WriteDeps,
  { pages }: Export,
  folder: string,
  watch: Watch,
): Promise<Written | null> {
  const part = `${folder}.part`;
  try {
    await mkdir(part, { recursive: true });
    const written = await eachPage(pages, watch, async (page) => {
      const source = await sourceOf(deps, page);
      if (isTextGone(page, source)) return fail('FILE_MISSING');
      const alto = await deps.maker.alto(source);
      if (alto.ok && alto.value !== null) await writeFile(path.join(part, `${page.name}.xml`), alto.value);
      return alto.ok ? ok(alto.value !== null) : alto;
    });
    if (written !== null) await rename(part, folder);
    return written;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

type AddPage = (page: ExportPage) => Promise<Result<boolean, string>>;

/** `add` tells whether the page has a text. */
async function eachPage(pages: readonly ExportPage[], watch: Watch, add: AddPage): Promise<Written | null> {
  let withText = 0;
  for (const [at, page] of pages.entries()) {
    if (watch.signal.aborted) return null;
    const added = await add(page);
    if (!added.ok) await watch.onTrouble({ page, code: added.code });
    else if (added.value) withText++;
    watch.onPage(at + 1);
  }
  return watch.signal.aborted ? null : { pages: pages.length, withText };
}

type OpenFile = { readonly add: AddPage; end(): Promise<void>; close(): Promise<void> };

function altoInto(deps: WriteDeps, zip: Awaited<ReturnType<typeof createZipFile>>): OpenFile {
  return {
    end: () => zip.end(),
    close: () => zip.close(),
    async add(page) {
      const source = await sourceOf(deps, page);
      if (isTextGone(page, source)) return fail('FILE_MISSING');
      const alto = await deps.maker.alto(source);
      if (alto.ok && alto.value !== null) await zip.add(`${page.name}.xml`, Buffer.from(alto.value));
      return alto.ok ? ok(alto.value !== null) : alto;
    },
  };
}

/** A page whose text cannot be had still shows its picture, and one whose picture cannot be made its text: neither is left out. */
function pdfInto(deps: WriteDeps, pdf: Awaited<ReturnType<typeof createPdfFile>>): OpenFile {
  return {
    end: () => pdf.end(),
    close: () => pdf.close(),
    async add(page) {
      const source = await sourceOf(deps, page);
      const { image } = page;
      const picture = image === null ? fail('NO_PICTURE') : await deps.picture(image.sha256, image.index);
      const made = await deps.maker.pdf(source, picture.ok ? picture.value.path : null);
      if (!made.ok) return made;
      const { paper, text, words } = made.value;
      const bytes = picture.ok ? await readFile(picture.value.path) : null;
      const shown = made.value.picture === null || bytes === null ? null : { ...made.value.picture, bytes };
      await pdf.addPage({ paper, turned: page.turned, picture: shown, text });
      if (!picture.ok) return fail(picture.code);
      return isTextGone(page, source) ? fail('FILE_MISSING') : ok(words > 0);
    },
  };
}

/** It was read, and the vault has lost the text: said, not left out in silence. */
function isTextGone({ reading }: ExportPage, { alto }: PageSource): boolean {
  return reading !== null && alto === null;
}

async function sourceOf({ vault }: WriteDeps, page: ExportPage): Promise<PageSource> {
  const { image, reading } = page;
  const file = image === null ? null : await vault.locate(image.sha256);
  const alto = reading === null ? null : await vault.locate(reading.sha256);
  return {
    file: file === null || image === null ? null : { path: file.path, index: image.index },
    alto: alto === null || reading === null ? null : { path: alto.path, languages: reading.languages },
    picture: image,
    transcription: page.transcription,
    corrections: page.corrections,
    name: page.name,
  };
}
