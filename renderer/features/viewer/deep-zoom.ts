/** The tiles of a large scan: the host makes them once, when a page is looked at; until then the reading copy is shown. */
import { z } from 'zod';
import type { PageImage } from '../../../shared/model/record-types.ts';

const answerSchema = z.union([
  z.object({
    state: z.literal('ready'),
    width: z.int().positive(),
    height: z.int().positive(),
    tileSize: z.int().positive(),
    levels: z.int().min(1).max(32),
    version: z.union([z.number(), z.string()]),
    /** They show the picture smaller than it is. */
    reduced: z.boolean().optional(),
  }),
  z.object({ state: z.literal('making') }),
  z.object({ state: z.literal('none'), code: z.string().optional() }),
]);

export type Tiles = Extract<z.infer<typeof answerSchema>, { state: 'ready' }>;

/** The host answers after 20 s at the latest. */
const ANSWER_DEADLINE_MS = 40_000;

/**
 * Waits until the page's tiles are there; null when it has none: small, not made of pixels, or the host is away. `reduced`:
 * none, because the reading copy shows all that can be decoded, which is not all that there is.
 */
export async function waitForTiles(image: PageImage, signal: AbortSignal): Promise<Tiles | 'reduced' | null> {
  for (;;) {
    const answer = await ask(`/tiles/${image.sha256}/${image.index}?wait=1`, signal);
    if (answer === null) return null;
    if (answer.state === 'none') return answer.code === 'REDUCED' ? 'reduced' : null;
    if (answer.state === 'ready') return answer;
  }
}

async function ask(url: string, signal: AbortSignal): Promise<z.infer<typeof answerSchema> | null> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_DEADLINE_MS)]),
    });
    const answer = answerSchema.safeParse(response.ok ? await response.json() : null);
    return answer.success ? answer.data : null;
  } catch {
    return null;
  }
}

/** The first level with more pixels than the reading copy. Pure. */
export function firstSharper({ width, levels }: Tiles, copyWidth: number): number {
  const last = levels - 1;
  for (let level = 0; level < last; level += 1) {
    if (width / 2 ** (last - level) > copyWidth) return level;
  }
  return last;
}
