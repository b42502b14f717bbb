/** A page of printed lines with a mark, where its parts are on the screen, and what is being typed of it. */
import type { Locator, Page } from '@playwright/test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { drawTextPage } from '../fixtures/draw-text-page.ts';
import type { Rect } from './viewer-steps.ts';

/** A4 at 150 dpi, as it is drawn; a mark of known place stands where no words are. */
export const PAGE = { width: 1240, height: 1754, left: 120, top: 300, step: 80, size: 30 };
export const MARK = { x: 570, y: 820, side: 100 };

export async function drawPage(lines: readonly string[]): Promise<Buffer> {
  const canvas = createCanvas(PAGE.width, PAGE.height);
  const context = canvas.getContext('2d');
  context.drawImage(await loadImage(await drawTextPage({ ...PAGE, lines })), 0, 0);
  context.fillStyle = '#f00000';
  context.fillRect(MARK.x, MARK.y, MARK.side, MARK.side);
  return canvas.encode('png');
}

/** Where a place of the drawing is on the screen, by the red mark; the page is turned by quarters clockwise. */
export function onScreen(mark: Rect, place: Rect, quarters: number): Rect {
  const scale = mark.width / MARK.side;
  const turn = (x: number, y: number): [number, number] => {
    let [dx, dy] = [(x - MARK.x - MARK.side / 2) * scale, (y - MARK.y - MARK.side / 2) * scale];
    for (let i = 0; i < quarters; i += 1) [dx, dy] = [-dy, dx];
    return [mark.x + mark.width / 2 + dx, mark.y + mark.height / 2 + dy];
  };
  const [x1, y1] = turn(place.x, place.y);
  const [x2, y2] = turn(place.x + place.width, place.y + place.height);
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
}

/** How far the middles lie apart across and down, as shares of the second one's height in the drawing. */
export const offset = (one: Rect, other: Rect): number =>
  Math.max(
    Math.abs(one.x + one.width / 2 - other.x - other.width / 2),
    Math.abs(one.y + one.height / 2 - other.y - other.height / 2),
  );

export async function rectOf(locator: Locator): Promise<Rect> {
  return (await locator.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
}

/** What the desk of this profile keeps of texts that are being typed. */
export function draftsOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const opened = (request: IDBRequest): Promise<unknown> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('no such database')));
      });
    const found: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = (await opened(indexedDB.open(name ?? ''))) as IDBDatabase;
      if (database.objectStoreNames.contains('drafts')) {
        found.push(await opened(database.transaction('drafts').objectStore('drafts').getAll()));
      }
      database.close();
    }
    return JSON.stringify(found);
  });
}
