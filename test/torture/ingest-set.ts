/** The files of an import that is to be killed: scans as they come in, with what each of them has to become. */
import sharp from 'sharp';
import { makePdf } from '../fixtures/make-pdf.ts';
import { makeScan } from '../fixtures/make-scan.ts';

export type SetFile = {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `known`: these bytes came before, under another name. */
  readonly becomes: 'stored' | 'known' | 'refused';
};

/** Of a hundred files so many are PDFs, JPEGs, doubles of earlier ones, cut off, empty, no documents; the others are PNGs. */
const KINDS = { pdf: 8, jpeg: 20, double: 4, cut: 2, empty: 1, foreign: 1 };

/** `count` files, the same for the same `name`. */
export async function makeIngestSet(name: string, count: number): Promise<SetFile[]> {
  const files: SetFile[] = [];
  for (let no = 0; no < count; no += 1) files.push(await makeFile(name, no, files));
  return files;
}

async function makeFile(name: string, no: number, before: readonly SetFile[]): Promise<SetFile> {
  const path = (extension: string) =>
    `${name}/${Math.floor(no / 50)}/${String(no).padStart(4, '0')}.${extension}`;
  let place = (no * 37) % 100;
  const isNext = (kind: keyof typeof KINDS) => (place -= KINDS[kind]) < 0;
  const png = () => makeScan(`${name} ${no}`, 200, 280);
  if (isNext('pdf')) return { path: path('pdf'), bytes: pdf(name, no), becomes: 'stored' };
  if (isNext('jpeg')) return { path: path('jpg'), bytes: await jpegOf(await png()), becomes: 'stored' };
  if (isNext('double')) {
    const first = before.find((file) => file.becomes === 'stored');
    if (first !== undefined) return { path: path('png'), bytes: first.bytes, becomes: 'known' };
  } else if (isNext('cut')) {
    const whole = await jpegOf(await png());
    return { path: path('jpg'), bytes: whole.slice(0, whole.length / 2), becomes: 'refused' };
  } else if (isNext('empty')) return { path: path('tif'), bytes: new Uint8Array(), becomes: 'refused' };
  else if (isNext('foreign')) {
    const bytes = new TextEncoder().encode(`${name} ${no}: no scan but a letter to nobody`);
    return { path: path('tif'), bytes, becomes: 'refused' };
  }
  return { path: path('png'), bytes: await png(), becomes: 'stored' };
}

function pdf(name: string, no: number): Uint8Array<ArrayBuffer> {
  return makePdf({ pages: [1, 2, 3].map((page) => `${encodeURIComponent(name)} ${no} ${page}`) });
}

async function jpegOf(png: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await sharp(png).jpeg().toBuffer());
}
