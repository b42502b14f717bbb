/** The kinds of record that are found: the levels, and regions on pages. A slot holds one as its place in this list. */
import { LEVELS } from '../../shared/model/record-types.ts';

export const INDEXED_TYPES = [...LEVELS, 'region'] as const;

const CODE_BY_TYPE: ReadonlyMap<string, number> = new Map(INDEXED_TYPES.map((type, code) => [type, code]));

/** The number of a type; undefined for what is not found by its words. */
export function codeOfType(type: string): number | undefined {
  return CODE_BY_TYPE.get(type);
}

/** The type of a number that `codeOfType` gave. */
export function typeOfCode(code: number): string {
  return INDEXED_TYPES[code] ?? '';
}
