/** What is taken in while a person types: PDFs with a text layer, and readings that lie in the vault as ALTO before the host starts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { openTextBatch } from '../../../electron/services/texts/text-batch.ts';
import { openJournal } from '../../../electron/services/journal/journal.ts';
import { sourceModules } from '../../../electron/services/modules.ts';
import { openVault } from '../../../node/vault/vault.ts';
import type { RecognisedText } from '../../../shared/model/record-types.ts';
import { must } from '../../../shared/must.ts';
import { linesOf } from '../../../shared/page-text/page-text.ts';
import { plainPages } from '../../../shared/page-text/plain-pages.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import { makeTextPdf } from '../../e2e/make-text-pdf.ts';
import { madeUpPages } from '../../fixtures/made-up-pages.ts';

const PAGES_OF_PDF = 500;
const PERSON = '0190a000-0000-7000-8000-00000000bbbb';

/** So many different texts; more pages share them. */
export const DIFFERENT_TEXTS = 4000;

/** Writes PDFs of `pages` pages altogether into a new folder. */
export function writePdfs(folder: string, pages: number, seed: number): void {
  mkdirSync(folder, { recursive: true });
  const madeUp = madeUpPages(seed);
  for (let from = 0; from < pages; from += PAGES_OF_PDF) {
    const count = Math.min(PAGES_OF_PDF, pages - from);
    const texts = Array.from({ length: count }, (_, i) => madeUp.page(from + i).text.replaceAll('\n', ' '));
    writeFileSync(path.join(folder, `${from}.pdf`), makeTextPdf(texts));
  }
}

/** Keeps `count` readings in the vault of a data folder that no host holds; answers the file that lists them. */
export async function keepReadings(dataFolder: string, count: number, seed: number): Promise<string> {
  const modules = sourceModules();
  const journal = await openJournal({
    folder: dataFolder,
    thread: modules.journalThread,
    emit: () => undefined,
  });
  const vault = await openVault({
    folder: path.join(dataFolder, 'vault'),
    thread: modules.vaultThread,
    archive: journal.archive,
  });
  const readings: RecognisedText[] = [];
  try {
    const batch = await openTextBatch(vault, newId(), PERSON);
    const madeUp = madeUpPages(seed);
    for (let i = 0; i < count; i++) {
      const { text, language } = madeUp.page(i);
      const page = must(plainPages(text)[0], 'a text has a page');
      const about = {
        languages: [language],
        engine: 'tesseract 5.5',
        words: linesOf(page).length,
        sure: 0.9,
      };
      readings.push(await batch.keep(newId(), writeAlto(page, `page/${i}`), about));
    }
    await batch.seal();
  } finally {
    await vault.close();
    await journal.close();
  }
  const file = path.join(dataFolder, '..', 'readings.json');
  writeFileSync(file, JSON.stringify(readings));
  return file;
}
