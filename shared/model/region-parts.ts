/**
 * A region: a box on a page with a person's words, kept as the parts of a W3C Web Annotation (https://www.w3.org/TR/annotation-model/).
 * The place is one register and the text another, so that moving a box and writing about it never collide.
 */
import { z } from 'zod';
import type { PageImage } from './record-types.ts';
import { sha256Schema } from './sha256-schema.ts';

/** In per cent of the page's width and height, from the top left of the original, however it is turned on the screen. */
export type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

const MEDIA_FRAGMENTS = 'http://www.w3.org/TR/media-frags/';
const PAGE_URN = /^urn:uuid:(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const NUMBER = String.raw`(\d{1,3}(?:\.\d{1,4})?)`;
const FRAGMENT = new RegExp(`^xywh=percent:${NUMBER},${NUMBER},${NUMBER},${NUMBER}$`);
/** A ten-thousandth of a per cent is a twentieth of a pixel on a scan 50,000 pixels wide. */
const STEPS_PER_CENT = 10_000;
const WHOLE = 100 * STEPS_PER_CENT;

/** The box in the words of a media fragment, kept within the page and at least a step wide and high. */
export function printBox(box: Box): string {
  const [x, w] = withinPage(box.x, box.w);
  const [y, h] = withinPage(box.y, box.h);
  return `xywh=percent:${[x, y, w, h].map((steps) => String(steps / STEPS_PER_CENT)).join(',')}`;
}

/** The box of a media fragment; null for other text, and for a box that is empty or leaves the page. */
export function readBox(fragment: string): Box | null {
  const found = FRAGMENT.exec(fragment);
  if (found === null) return null;
  const [x = 0, y = 0, w = 0, h = 0] = found.slice(1).map(Number);
  const isOnPage = w > 0 && h > 0 && toSteps(x) + toSteps(w) <= WHOLE && toSteps(y) + toSteps(h) <= WHOLE;
  return isOnPage ? { x, y, w, h } : null;
}

export const regionTargetSchema = z.strictObject({
  type: z.literal('SpecificResource'),
  source: z.string().regex(PAGE_URN),
  /** The picture that the page showed when the box was drawn: another one may have taken its place since. */
  state: z
    .strictObject({
      type: z.literal('State'),
      sha256: sha256Schema,
      index: z.int().nonnegative(),
    })
    .exactOptional(),
  selector: z.strictObject({
    type: z.literal('FragmentSelector'),
    conformsTo: z.literal(MEDIA_FRAGMENTS),
    value: z.string().refine((fragment) => readBox(fragment) !== null),
  }),
});
export type RegionTarget = z.infer<typeof regionTargetSchema>;

export const regionBodySchema = z.strictObject({
  type: z.literal('TextualBody'),
  value: z.string().max(10_000),
  format: z.literal('text/plain'),
  purpose: z.enum(['commenting', 'transcribing']),
});
export type RegionBody = z.infer<typeof regionBodySchema>;

/** The place of a region on a page; `image` is the picture that the page shows now. */
export function regionTarget(page: string, box: Box, image: PageImage | null = null): RegionTarget {
  return {
    type: 'SpecificResource',
    source: `urn:uuid:${page}`,
    ...(image === null ? {} : { state: { type: 'State', sha256: image.sha256, index: image.index } }),
    selector: { type: 'FragmentSelector', conformsTo: MEDIA_FRAGMENTS, value: printBox(box) },
  };
}

/** What a person wrote about a region. */
export function regionBody(text: string, purpose: RegionBody['purpose'] = 'commenting'): RegionBody {
  return { type: 'TextualBody', value: text, format: 'text/plain', purpose };
}

/** The id of the page that a place is on. */
export function pageOfTarget(target: RegionTarget): string {
  return PAGE_URN.exec(target.source)?.groups?.['id'] ?? '';
}

/** In steps: where it begins and how long it is, within the page. */
function withinPage(from: number, length: number): [number, number] {
  const start = Math.min(WHOLE - 1, Math.max(0, toSteps(from)));
  const end = Math.min(WHOLE, Math.max(start + 1, toSteps(from + length)));
  return [start, end - start];
}

function toSteps(percent: number): number {
  return Math.round(percent * STEPS_PER_CENT);
}
