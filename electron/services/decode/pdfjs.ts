/**
 * pdf.js, the canvas that it draws on and what reads its texts, loaded when the first PDF comes: they are most of what a
 * decoding process takes to start, in time and in memory, and nearly all scans are pictures.
 */
// oxlint-disable-next-line typescript/triple-slash-reference -- other environments reach this file by an import, without this folder's tsconfig
/// <reference path="./pdfjs-worker.d.ts" />
export type Pdfjs = Awaited<ReturnType<typeof load>>;

let loading: Promise<Pdfjs> | null = null;

/** The same for all; once it has failed it is tried anew. */
export function loadPdfjs(): Promise<Pdfjs> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load() {
  const pdf = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const { createCanvas } = await import('@napi-rs/canvas');
  // For its effect: pdf.js then runs its parser in this process instead of looking for a worker's file.
  await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  const { pdfPageText } = await import('../../../shared/page-text/pdf-text.ts');
  return { ...pdf, createCanvas, pdfPageText };
}
