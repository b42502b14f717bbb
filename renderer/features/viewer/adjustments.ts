/** How the picture is shown beside the original: light, contrast, grey, negative. The file is never touched. Pure. */
import { z } from 'zod';

/** Per cent of the picture as it was scanned. */
export const LIGHT = { min: 40, max: 200, step: 10 } as const;

const lightSchema = z
  .number()
  .transform((value) => Math.max(LIGHT.min, Math.min(LIGHT.max, value)))
  .catch(100);

export const adjustmentsSchema = z.object({
  brightness: lightSchema,
  contrast: lightSchema,
  isNegative: z.boolean().catch(false),
  isGrey: z.boolean().catch(false),
});
export type Adjustments = z.infer<typeof adjustmentsSchema>;

export const AS_SCANNED: Adjustments = { brightness: 100, contrast: 100, isNegative: false, isGrey: false };

/** As a CSS filter; empty when the picture is shown as it was scanned. */
export function filterOf({ brightness, contrast, isNegative, isGrey }: Adjustments): string {
  return [
    isGrey ? 'grayscale(1)' : '',
    isNegative ? 'invert(1)' : '',
    brightness === 100 ? '' : `brightness(${brightness}%)`,
    contrast === 100 ? '' : `contrast(${contrast}%)`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** A step lighter, darker, harder or softer, within bounds. */
export function adjusted(now: Adjustments, what: 'brightness' | 'contrast', steps: number): Adjustments {
  const value = now[what] + steps * LIGHT.step;
  return { ...now, [what]: Math.max(LIGHT.min, Math.min(LIGHT.max, value)) };
}
