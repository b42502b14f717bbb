/** Makes a folder of scans as an archive has it: photographs, line art, multi-page TIFF, PDF with text, and two bad files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { makeTextPdf } from './make-text-pdf.ts';

export type ScanFolder = {
  readonly folder: string;
  readonly files: number;
  readonly bad: readonly string[];
  /** The pages of all good files together. */
  readonly pages: number;
};

/** A page that looks like typescript: rows of dark bars on paper, another pattern for each name. */
function pagePicture(seed: number, width: number, height: number): Sharp {
  const bars = Array.from({ length: 22 }, (_, row) => {
    const length = 300 + ((seed * 97 + row * 53) % 380);
    return `<rect x="80" y="${120 + row * 42}" width="${length}" height="14" fill="#3b3a36"/>`;
  }).join('');
  const title = `<rect x="250" y="50" width="${200 + ((seed * 31) % 150)}" height="24" fill="#22211f"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 1100" width="${width}" height="${height}">
    <rect width="800" height="1100" fill="#efe8d8"/>${title}${bars}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: '#efe8d8' });
}

/** 30 files: 14 JPEG, 6 PNG, 4 TIFF of 3 pages, 4 PDF, one broken PDF, one text that calls itself a JPEG. */
export async function makeScanFolder(parent: string): Promise<ScanFolder> {
  const folder = path.join(parent, 'Сканы 1937');
  mkdirSync(path.join(folder, 'қосымша'), { recursive: true });
  const put = (name: string, bytes: Uint8Array) => writeFileSync(path.join(folder, name), bytes);

  for (let i = 1; i <= 14; i += 1) put(`лист ${i}.jpg`, await pagePicture(i, 800, 1100).jpeg().toBuffer());
  for (let i = 1; i <= 6; i += 1) {
    put(
      `қосымша/карта ${i}.png`,
      await pagePicture(20 + i, 640, 880)
        .png()
        .toBuffer(),
    );
  }
  for (let i = 1; i <= 4; i += 1) put(`дело ${i}.tif`, await multiPageTiff(i));
  put('хаттама.pdf', makeTextPdf(pdfPages(12, 'Қаратал кеңшарының жиналыс хаттамасы')));
  put('ведомость.pdf', makeTextPdf(pdfPages(3, 'Ведомость на выдачу зарплаты рабочим совхоза')));
  put('опись.pdf', makeTextPdf(pdfPages(2, 'Опись документов постоянного хранения')));
  put('бұйрық.pdf', makeTextPdf(pdfPages(1, 'Аудандық атқару комитетінің бұйрығы')));
  put('сломанный.pdf', new TextEncoder().encode('%PDF-1.4\nthis file ends before it begins'));
  put('заметка.jpg', new TextEncoder().encode('Это не снимок, а записка.'));
  return { folder, files: 30, bad: ['сломанный.pdf', 'заметка.jpg'], pages: 14 + 6 + 12 + 18 };
}

function pdfPages(count: number, text: string): string[] {
  return Array.from({ length: count }, (_, i) => `${text}. ${i + 1}`);
}

async function multiPageTiff(seed: number): Promise<Buffer> {
  const pages = await Promise.all(
    [0, 1, 2].map((page) =>
      pagePicture(40 + seed * 3 + page, 600, 825)
        .grayscale()
        .png()
        .toBuffer(),
    ),
  );
  return await sharp(pages, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
}
