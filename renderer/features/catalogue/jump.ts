/** Going to a record by its code: what was typed, and the walk down from the fonds. Pure but for what it looks up. */
import { parseNumber } from '../../../shared/model/number-part.ts';
import { parseReferenceCode } from '../../../shared/model/reference-code.ts';
import type { Level, NumberPart } from '../../../shared/model/record-types.ts';

type Step = { readonly number: NumberPart; readonly levels: readonly Level[] };

/** A whole code from the fonds down, or one number in the place that the window shows. */
export type Wanted =
  | { readonly kind: 'code'; readonly steps: readonly Step[] }
  | { readonly kind: 'number'; readonly number: NumberPart };

/** `Ф.`, `Оп.`, `іс` in front of a number that stands alone. */
const LABEL = /^[\p{L}\s.№]+?[.\s№]\s*(?=[\p{L}\d])/u;

/** Null: neither code nor number. */
export function readWanted(text: string): Wanted | null {
  const code = parseReferenceCode(text);
  if (code !== null) {
    const steps: Step[] = [{ number: code.fonds, levels: ['fonds'] }];
    if (code.inventory !== undefined) steps.push({ number: code.inventory, levels: ['inventory'] });
    if (code.unit !== undefined) steps.push({ number: code.unit, levels: ['unit'] });
    return { kind: 'code', steps };
  }
  const number = parseNumber(text) ?? parseNumber(text.trim().replace(LABEL, ''));
  return number === null ? null : { kind: 'number', number };
}

export type Found = { readonly id: string; readonly isExact: boolean };

export type JumpLookUps = {
  /** Among the records of a place, those of `levels` when they are given. */
  readonly find: (place: string, number: NumberPart, levels?: readonly Level[]) => Promise<Found | null>;
  /** Places inside a place that codes pass over: sections of a fonds, headings of an inventory. */
  readonly inner: (place: string) => Promise<readonly string[]>;
};

/** The record meant, or the nearest that there is; `here`: places for a number alone, the nearest first. */
export async function findWanted(
  wanted: Wanted,
  here: readonly string[],
  lookUps: JumpLookUps,
): Promise<Found | null> {
  if (wanted.kind === 'number') return findInPlaces(here, wanted, lookUps);
  let place = 'top';
  let found: Found | null = null;
  for (const step of wanted.steps) {
    const next = await findInPlaces([place, ...(await lookUps.inner(place))], step, lookUps);
    if (next === null) return found === null ? null : { ...found, isExact: false };
    found = next;
    if (!found.isExact) return found;
    place = found.id;
  }
  return found;
}

/** An exact match anywhere goes before the nearest in the first place. */
async function findInPlaces(
  places: readonly string[],
  { number, levels }: { readonly number: NumberPart; readonly levels?: readonly Level[] },
  lookUps: JumpLookUps,
): Promise<Found | null> {
  let nearest: Found | null = null;
  for (const place of places) {
    const found = await lookUps.find(place, number, levels);
    if (found?.isExact === true) return found;
    nearest ??= found;
  }
  return nearest;
}
