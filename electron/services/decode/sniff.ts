/** What a file is, by its first bytes; its name only serves to notice that it says something else. */

const FORMATS = ['pdf', 'tiff', 'jpeg', 'png', 'webp', 'jp2'] as const;
export type Format = (typeof FORMATS)[number];

export const MIMES: Readonly<Record<Format, string>> = {
  pdf: 'application/pdf',
  tiff: 'image/tiff',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  jp2: 'image/jp2',
};

const EXTENSIONS: Readonly<Record<Format, readonly string[]>> = {
  pdf: ['pdf'],
  tiff: ['tif', 'tiff', 'btf', 'tf8', 'bigtiff'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  webp: ['webp'],
  jp2: ['jp2', 'j2k', 'j2c', 'jpc', 'jpf', 'jpx', 'jpm', 'jpg2', 'jph', 'jhc'],
};

/** How many bytes `sniff` wants to see. PDF readers accept junk of up to 1,024 bytes before the header. */
export const SNIFF_BYTES = 1024 + 8;

/** The format that the first bytes of a file announce; null when it is none that we take in. */
export function sniff(head: Uint8Array): Format | null {
  if (startsWith(head, 0, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(head, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (startsWith(head, 0, [0x49, 0x49, 0x2a, 0]) || startsWith(head, 0, [0x49, 0x49, 0x2b, 0])) return 'tiff';
  if (startsWith(head, 0, [0x4d, 0x4d, 0, 0x2a]) || startsWith(head, 0, [0x4d, 0x4d, 0, 0x2b])) return 'tiff';
  if (startsWith(head, 0, ascii('RIFF')) && startsWith(head, 8, ascii('WEBP'))) return 'webp';
  if (startsWith(head, 4, [...ascii('jP  '), 0x0d, 0x0a, 0x87, 0x0a])) return 'jp2';
  if (startsWith(head, 0, [0xff, 0x4f, 0xff, 0x51])) return 'jp2';
  const mark = ascii('%PDF-');
  for (let at = 0; at <= 1024; at++) if (startsWith(head, at, mark)) return 'pdf';
  return null;
}

/** Whether the name's extension promises another kind of file. A name without an extension promises nothing. */
export function isMislabelled(name: string, format: Format): boolean {
  const extension = /\.([a-z][a-z0-9]{1,6})$/i.exec(name)?.[1]?.toLowerCase();
  return extension !== undefined && !EXTENSIONS[format].includes(extension);
}

export function ascii(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

export function startsWith(bytes: Uint8Array, at: number, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[at + index] === byte);
}
