/** The files of an import that is to be killed: scans as they come in, with what each of them has to become. */
import sharp from 'sharp';
import { boundTo, type Bound } from '../../shared/binding/bound.ts';
import { leafValue } from '../../shared/binding/next-leaf.ts';
import { must } from '../../shared/must.ts';
import { makePdf } from '../fixtures/make-pdf.ts';
import { makeScan } from '../fixtures/make-scan.ts';

export type SetFile = {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `known`: these bytes came before, under another name. */
  readonly becomes: 'stored' | 'known' | 'refused';
  /** A scan of a unit's leaves. */
  readonly bound?: Bound;
};

const PDF_PAGES = 3;

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

/**
 * The same files with those at every third place as leaves of `units` in turn, in no order; each leaf is claimed once, but by
 * two files of the same bytes that come to the same leaf; some bring the bytes of one leaf to another one.
 */
export function bindSome(files: readonly SetFile[], units: readonly string[]): SetFile[] {
  const taken = new Set<number>();
  // Leaves in an order that is not that of the files; a PDF takes as many as it has pages.
  const freeLeaf = (at: number) => {
    let num = 1 + ((at * 37) % 400) * PDF_PAGES;
    while (taken.has(num)) num += PDF_PAGES;
    taken.add(num);
    return num;
  };
  const firsts = new Map<string, SetFile>();
  return files.map((file, at): SetFile => {
    if (at % 3 !== 1) return file;
    const unit = must(units[((at - 1) / 3) % units.length], 'a unit');
    const first = firsts.get(unit);
    if (file.becomes === 'known') return first === undefined ? file : doubleOf(first, file, freeLeaf(at));
    const bound = { ...file, bound: leafOf(unit, freeLeaf(at)) };
    if (first === undefined && isOnePicture(file)) firsts.set(unit, bound);
    return bound;
  });
}

/** The bytes of a bound file once more: on the same leaf they are known, on another one they are its picture too. */
function doubleOf(first: SetFile, { path }: SetFile, free: number): SetFile {
  const bound = must(first.bound, 'a bound file');
  return free % 2 === 0
    ? { path, bytes: first.bytes, becomes: 'known', bound }
    : { path, bytes: first.bytes, becomes: 'stored', bound: leafOf(bound.unit, free) };
}

function leafOf(unit: string, num: number): Bound {
  return boundTo(unit, [leafValue({ num })], { counted: true });
}

function isOnePicture({ path, becomes }: SetFile): boolean {
  return becomes === 'stored' && !path.endsWith('.pdf');
}

/** What a page of a sheaf has to show: picture `index` of a file. */
type WantedPage = { readonly leaf: number; readonly file: SetFile; readonly index: number };

/** The pages that the sheaf of a unit has to have, in their order. */
export function wantedPages(files: readonly SetFile[], unit: string): WantedPage[] {
  return files
    .filter(({ bound, becomes }) => bound?.unit === unit && becomes === 'stored')
    .flatMap((file) => {
      const num = must(file.bound?.leaves[0]?.ranges?.[0]?.from.num, 'a bound file has its leaf');
      const pictures = file.path.endsWith('.pdf') ? PDF_PAGES : 1;
      return Array.from({ length: pictures }, (_, index) => ({ leaf: num + index, file, index }));
    })
    .sort((a, b) => a.leaf - b.leaf);
}

function pdf(name: string, no: number): Uint8Array<ArrayBuffer> {
  return makePdf({
    pages: Array.from({ length: PDF_PAGES }, (_, page) => `${encodeURIComponent(name)} ${no} ${page + 1}`),
  });
}

async function jpegOf(png: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await sharp(png).jpeg().toBuffer());
}
