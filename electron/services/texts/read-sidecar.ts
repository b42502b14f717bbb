/** Reads the text that came beside a scan: ALTO, hOCR or plain text, told by what is in it. Runs in a child process. */
import { readFile, stat } from 'node:fs/promises';
import type { RecognisedText } from '../../../shared/model/record-types.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { plainPages } from '../../../shared/page-text/plain-pages.ts';
import { readAlto } from '../../../shared/page-text/read-alto.ts';
import { readHocr } from '../../../shared/page-text/read-hocr.ts';
import { writeAlto } from '../../../shared/page-text/write-alto.ts';
import { aboutText } from './about-text.ts';
import { decodeText } from './decode-text.ts';

/** A page's text as we store it, and what is told of it on the page. */
export type SidecarPage = { readonly alto: string; readonly about: Omit<RecognisedText, 'sha256'> };

/** TEXT_BROKEN: neither ALTO nor hOCR can be made out, or it is no text at all. */
export type SidecarCode = 'EMPTY' | 'TEXT_BROKEN' | 'TOO_LARGE';

const MOST_BYTES = 64 * 1024 * 1024;

/** `name`: what the file is called where it came from; `scan`: the digest of the scan whose pages it tells. */
export async function readSidecar(
  path: string,
  name: string,
  scan: string,
): Promise<Result<SidecarPage[], SidecarCode>> {
  if ((await stat(path)).size > MOST_BYTES) return fail('TOO_LARGE');
  const bytes = await readFile(path);
  if (bytes.length === 0) return fail('EMPTY');
  const pages = pagesIn(bytes, name);
  if (pages === null || pages.length === 0) return fail('TEXT_BROKEN');
  return ok(pages.map((page, index) => toStored(page, `${scan}/${index}`)));
}

function pagesIn(bytes: Uint8Array, name: string): PageText[] | null {
  if (/\.txt$/iu.test(name)) return isText(bytes) ? plainPages(decodeText(bytes)) : null;
  const text = decodeText(bytes, declaredIn(bytes));
  const alto = /\.html?$|\.hocr$/iu.test(name) ? null : readAlto(text);
  if (alto?.ok === true) return alto.value;
  const hocr = readHocr(text);
  return hocr.ok ? hocr.value : null;
}

/** What XML and HTML say of their own code, in letters that all codes share. */
function declaredIn(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  return /(?:encoding|charset)\s*=\s*["']?([\w-]{3,20})/iu.exec(head)?.[1] ?? null;
}

/** A renamed picture is no text: there are bytes in it that stand in none. */
function isText(bytes: Uint8Array): boolean {
  const text = decodeText(bytes);
  const odd =
    text
      .slice(0, 65_536)
      .match(/[\p{Cc}\ufffd]/gu)
      ?.filter((sign) => !/\s/u.test(sign)).length ?? 0;
  return odd <= text.length / 1000;
}

function toStored(page: PageText, picture: string): SidecarPage {
  return { alto: writeAlto(page, picture), about: aboutText(page, page.languages) };
}
