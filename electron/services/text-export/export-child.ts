/** The process that makes pages ready for export and reads texts that came with scans. It may be killed at any moment. */
import { childPort } from '../../../node/calls/child.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import { readSidecar } from '../texts/read-sidecar.ts';
import { altoOf, pdfPartOf, type PageSource } from './page-to-export.ts';
import { pdfLayers } from './pdf-layers.ts';

const calls = {
  /** Answers once everything that a call needs is loaded. */
  ping: () => null,
  /** Resident memory in bytes. */
  memory: () => process.memoryUsage.rss(),
  alto: (source: PageSource) => altoOf(source),
  pdf: ({ source, jpeg }: { source: PageSource; jpeg: string | null }) => pdfPartOf(source, jpeg),
  sidecar: ({ path, name, scan }: { path: string; name: string; scan: string }) =>
    readSidecar(path, name, scan),
  layers: ({ file, indexes }: { file: string; indexes: readonly number[] }) => pdfLayers(file, indexes),
};

export type ExportCalls = typeof calls;

// A broken promise inside pdf.js must not end the process while another answer is being made.
process.on('unhandledRejection', () => undefined);

serveCalls(childPort(), calls);
