/** Ids that follow from another id, so that work taken up again after a kill makes the same records and not new ones. */
import { sha256Hex } from './sha256-hex.ts';

const TIME_HEX = 12;

/**
 * A UUIDv7 with the time of `base` and, in place of the random part, a hash of `base` and `name`: the same two always give
 * the same id.
 */
export function derivedId(base: string, name: string): string {
  const time = base.replaceAll('-', '').slice(0, TIME_HEX);
  const hash = sha256Hex(`${base}\n${name}`);
  const variant = ((Number.parseInt(hash.charAt(3), 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8, 12),
    `7${hash.slice(0, 3)}`,
    `${variant}${hash.slice(4, 7)}`,
    hash.slice(7, 19),
  ].join('-');
}
