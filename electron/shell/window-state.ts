/** Where the window was when it was closed. It is a convenience: whatever is wrong with the file, the defaults do. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const stateSchema = z.object({
  x: z.int().exactOptional(),
  y: z.int().exactOptional(),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const DEFAULTS: WindowState = { width: 1280, height: 860, maximized: false };

/** Reads the state; a place that no screen shows any more is forgotten, its size stays. */
export function readWindowState(file: string, screens: readonly Area[]): WindowState {
  let state: WindowState;
  try {
    state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return DEFAULTS;
  }
  const { x, y, ...rest } = state;
  if (x === undefined || y === undefined) return rest;
  const isSeen = screens.some(
    (screen) =>
      x >= screen.x &&
      y >= screen.y &&
      x < screen.x + screen.width - 100 &&
      y < screen.y + screen.height - 50,
  );
  return isSeen ? state : rest;
}

/** Keeps the state; trouble is no reason to keep a window open. */
export function writeWindowState(file: string, bounds: Area, maximized: boolean): void {
  try {
    writeFileSync(file, JSON.stringify({ ...bounds, maximized }));
  } catch {
    // The next start uses the defaults.
  }
}
