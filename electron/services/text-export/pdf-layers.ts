/** The text that pages of a PDF bring themselves. Runs in a child process. */
import { fail, ok, type Result } from '../../../shared/result.ts';
import { plainText } from '../../../shared/page-text/page-text.ts';
import { openPdf } from '../decode/pdf-document.ts';

/** One page that cannot be read costs only itself; null for it, and for those without a text. */
export async function pdfLayers(
  file: string,
  indexes: readonly number[],
): Promise<Result<(string | null)[], 'BROKEN'>> {
  const opening = await openPdf(file);
  if (!opening.ok) return fail('BROKEN');
  try {
    const texts: (string | null)[] = [];
    for (const index of indexes) {
      const page = index < opening.pdf.pages ? await opening.pdf.describePage(index).catch(() => null) : null;
      texts.push(page?.text === null || page === null ? null : plainText(page.text));
    }
    return ok(texts);
  } finally {
    await opening.pdf.close();
  }
}
