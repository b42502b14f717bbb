/** Bytes of a text file as text. Scanning desks have left UTF-8, UTF-16, and both eight-bit codes of Russian and Kazakh. */

/** Most that is looked at to tell codes apart. */
const LOOKED_AT = 65_536;

/** Where KZ-1048 (the Kazakh standard) has other letters than Windows-1251; no Kazakh or Russian text needs those of the latter. */
const KZ_1048: Readonly<Record<string, string>> = {
  Ќ: 'Қ',
  ќ: 'қ',
  Ћ: 'Һ',
  ћ: 'һ',
  Ў: 'Ұ',
  ў: 'ұ',
  Ј: 'Ә',
  ј: 'ә',
  Ґ: 'Ө',
  '\u00b4': 'ө',
  '\u0491': 'ө',
  Є: 'Ғ',
  є: 'ғ',
  Ї: 'Ү',
  ї: 'ү',
  Ѕ: 'Ң',
  ѕ: 'ң',
};

/** `declared`: what the file says of itself, as XML and HTML do. */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  const marked = byMark(bytes);
  if (marked !== null) return decode(bytes, marked);
  const wide = asWide(bytes);
  if (wide !== null) return decode(bytes, wide);
  if (isUtf8(bytes)) return decode(bytes, 'utf-8');
  const named = declared?.toLowerCase() ?? null;
  if (named !== null && named !== 'utf-8' && isKnown(named)) return eightBit(bytes, named);
  const [windows, koi] = ['windows-1251', 'koi8-r'].map((code) => commonness(bytes, code));
  return eightBit(bytes, (koi ?? 0) > (windows ?? 0) ? 'koi8-r' : 'windows-1251');
}

function eightBit(bytes: Uint8Array, code: string): string {
  const text = decode(bytes, code);
  if (code !== 'windows-1251' && code !== 'cp1251') return text;
  return text.replaceAll(/[ЌќЋћЎўЈјҐґ\u00b4ЄєЇїЅѕ]/gu, (letter) => KZ_1048[letter] ?? letter);
}

function byMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** UTF-16 without its mark: every second byte is one of a few. */
function asWide(bytes: Uint8Array): string | null {
  const looked = bytes.subarray(0, LOOKED_AT);
  if (looked.length < 4 || bytes.length % 2 === 1) return null;
  const halves = [0, 0];
  for (const [at, byte] of looked.entries())
    if (byte === 0x00 || byte === 0x04) halves[at % 2] = (halves[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = halves.map((count) => count / (looked.length / 2));
  if (odd > 0.8 && even < 0.4) return 'utf-16le';
  return even > 0.8 && odd < 0.4 ? 'utf-16be' : null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isKnown(code: string): boolean {
  try {
    // It throws over names that it does not know.
    return new TextDecoder(code).encoding !== '';
  } catch {
    return false;
  }
}

/** How much of the text the commonest small letters of Russian and Kazakh are: in the wrong code they come out as others. */
function commonness(bytes: Uint8Array, code: string): number {
  const text = decode(bytes.subarray(0, LOOKED_AT), code);
  return text.match(/[аоеинтрсылдкм]/gu)?.length ?? 0;
}

function decode(bytes: Uint8Array, code: string): string {
  return new TextDecoder(code).decode(bytes);
}
