/** Ids that are the same at every run: of records as UUIDv7, of replicas as 26 letters of base32. */
import type { SeededRandom } from '../fixtures/seeded-random.ts';

export type SeededIds = { uuid(): string; replica(): string };

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export function seededIds(random: SeededRandom): SeededIds {
  let made = 0;
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += random.below(0x1_0000_0000).toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  return {
    uuid() {
      made++;
      const time = made.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
    },
    replica() {
      let text = '';
      while (text.length < 25) text += BASE32[random.below(32)] ?? '';
      // The last letter carries 3 bits.
      return text + (BASE32[random.below(8) * 4] ?? '');
    },
  };
}
