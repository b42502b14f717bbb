/** Tesseract behind one verb: from the picture of a page to its words. It never looks for a network. In a child process. */
import { createWorker, OEM, type Bbox, type Page as TesseractPage, type Worker } from 'tesseract.js';
import type { PageText, Place, TextBlock, TextLine } from '../../../shared/page-text/page-text.ts';
import type { PictureToRead } from './picture-to-read.ts';
import { quartersBack, turnedBack, type Quarters } from './turned-places.ts';

export type Engine = {
  /** Reads a picture; places are on the page as it lies, before it was turned by `quarters` and set straight. */
  read(picture: PictureToRead, quarters: Quarters): Promise<Pick<PageText, 'width' | 'height' | 'blocks'>>;
  close(): Promise<void>;
};

/** `folder` holds a `.traineddata` for each of these languages. Rejects when a model is damaged. */
export async function openEngine(languages: readonly string[], folder: string): Promise<Engine> {
  const worker = await startWorker(languages, folder);
  return {
    async read(picture, quarters) {
      const { data } = await worker.recognize(
        picture.bytes,
        { rotateAuto: true },
        { text: false, blocks: true },
      );
      const toPage = (place: Place) =>
        quartersBack(turnedBack(place, picture, data.rotateRadians ?? 0), picture, quarters);
      const isAcross = quarters % 2 === 1;
      return {
        width: isAcross ? picture.height : picture.width,
        height: isAcross ? picture.width : picture.height,
        blocks: blocksOf(data, toPage),
      };
    },
    close: async () => void (await worker.terminate()),
  };
}

/** The library answers a damaged model with an error nobody waits for; here it is a rejection. */
function startWorker(languages: readonly string[], folder: string): Promise<Worker> {
  return new Promise((resolve, reject) => {
    createWorker([...languages], OEM.LSTM_ONLY, {
      // The folder itself as a cache that is only read: a file may be packed or not, and nothing is ever asked of a network.
      cachePath: folder,
      langPath: folder,
      cacheMethod: 'readOnly',
      gzip: false,
      logger: () => undefined,
      errorHandler: (error: unknown) => reject(new Error(String(error))),
    }).then(resolve, reject);
  });
}

function blocksOf(data: TesseractPage, toPage: (place: Place) => Place): TextBlock[] {
  const paragraphs = (data.blocks ?? []).flatMap((block) => block.paragraphs);
  return paragraphs.flatMap((paragraph) => {
    const lines = paragraph.lines.flatMap((line): TextLine[] => {
      const words = line.words.flatMap((word) => {
        const text = word.text.trim();
        if (text === '') return [];
        return [{ text, place: toPage(placeOf(word.bbox)), sure: clamp(word.confidence / 100) }];
      });
      return words.length === 0 ? [] : [{ place: toPage(placeOf(line.bbox)), words }];
    });
    return lines.length === 0 ? [] : [{ place: toPage(placeOf(paragraph.bbox)), lines }];
  });
}

function placeOf({ x0, y0, x1, y1 }: Bbox): Place {
  return { x: x0, y: y0, w: Math.max(0, x1 - x0), h: Math.max(0, y1 - y0) };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
