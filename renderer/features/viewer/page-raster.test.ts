import { expect, it } from 'vitest';
import { createRaster, createRasterCache, type PageRaster } from './page-raster.ts';

const raster = (width: number): PageRaster =>
  createRaster({ width, height: 1, levels: 1 }, () => Promise.reject(new Error('not drawn here')));

it('loads a page once while it is kept, and the oldest again after it was dropped', async () => {
  const loaded: string[] = [];
  const cache = createRasterCache(async (key) => {
    loaded.push(key);
    return raster(Number(key));
  }, 2);
  await cache.get('1');
  await cache.get('2');
  await cache.get('1');
  await cache.get('3');
  await cache.get('1');
  await cache.get('2');
  expect(loaded).toEqual(['1', '2', '3', '2']);
});

it('does not keep a failure', async () => {
  let tries = 0;
  const cache = createRasterCache(async () => {
    tries += 1;
    if (tries === 1) throw new Error('once');
    return raster(7);
  }, 2);
  await expect(cache.get('1')).rejects.toThrow('once');
  expect((await cache.get('1')).width).toBe(7);
});

it('a drawing is made once ahead, and never handed out twice', async () => {
  const drawings: object[] = [];
  const page = createRaster({ width: 1, height: 1, levels: 2 }, async (level) => {
    const drawing = { level } as unknown as CanvasRenderingContext2D;
    drawings.push(drawing);
    return drawing;
  });
  await page.draw(0);
  await page.draw(0);
  expect(drawings.length).toBe(1);
  const first = await page.take(0);
  expect(first).toBe(drawings[0]);
  expect(await page.take(0)).not.toBe(first);
  expect((await page.take(1)) as unknown).toEqual({ level: 1 });
});

it('a drawing that failed is made anew', async () => {
  let tries = 0;
  const page = createRaster({ width: 1, height: 1, levels: 1 }, async (level) => {
    tries += 1;
    if (tries === 1) throw new Error('no memory for a canvas');
    return { level } as unknown as CanvasRenderingContext2D;
  });
  await expect(page.draw(0)).rejects.toThrow('no memory');
  await page.draw(0);
  expect((await page.take(0)) as unknown).toEqual({ level: 0 });
  expect(tries).toBe(2);
});
