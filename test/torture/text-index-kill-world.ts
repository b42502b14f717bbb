/** What the killed index and whoever looks at it afterwards agree on. */

/** A word that stands nowhere else: letters only, so that it is one word to everybody. */
export function ownWord(of: string): string {
  return `өз${Array.from(of)
    .map((sign) => String.fromCodePoint(0x430 + ((sign.codePointAt(0) ?? 0) % 32)))
    .join('')}`;
}

export const OWN_WORD = /(?<![\p{L}])өз\p{L}+/gu;
