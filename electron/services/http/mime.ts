/** The type of a scan, by how it begins; a name or a claim of its sender decides nothing. */

type Kind = { readonly mime: string; readonly ending: string };

const UNKNOWN: Kind = { mime: 'application/octet-stream', ending: 'bin' };

const KINDS: readonly (Kind & { readonly begins: readonly (readonly [number, string])[] })[] = [
  { mime: 'application/pdf', ending: 'pdf', begins: [[0, '%PDF-']] },
  { mime: 'image/jpeg', ending: 'jpg', begins: [[0, '\u00ff\u00d8\u00ff']] },
  { mime: 'image/png', ending: 'png', begins: [[0, '\u0089PNG\r\n']] },
  { mime: 'image/tiff', ending: 'tif', begins: [[0, 'II*\0']] },
  { mime: 'image/tiff', ending: 'tif', begins: [[0, 'MM\0*']] },
  { mime: 'image/tiff', ending: 'tif', begins: [[0, 'II+\0']] },
  { mime: 'image/tiff', ending: 'tif', begins: [[0, 'MM\0+']] },
  {
    mime: 'image/webp',
    ending: 'webp',
    begins: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
  { mime: 'image/jp2', ending: 'jp2', begins: [[4, 'jP  \r\n']] },
];

/** Tells the type from the first 16 bytes. */
export function kindOf(firstBytes: Uint8Array): Kind {
  const text = Buffer.from(firstBytes).toString('latin1');
  return KINDS.find(({ begins }) => begins.every(([at, mark]) => text.startsWith(mark, at))) ?? UNKNOWN;
}
