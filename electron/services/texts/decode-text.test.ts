import { describe, expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

const TEXT = 'Протокол общего собрания колхоза, слушали доклад о посевной. Дата: 12 мая 1931 г.\n';

describe('a text of whatever code', () => {
  test('UTF-8 and UTF-16, with their mark and without', () => {
    const kazakh = `${TEXT}Қаулы: ұжымшар мүшелері, әр үйден`;
    expect(decodeText(Buffer.from(kazakh))).toBe(kazakh);
    expect(decodeText(Buffer.from(`\uFEFF${kazakh}`))).toBe(kazakh);
    const wide = Buffer.from(kazakh, 'utf16le');
    expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), wide]))).toBe(kazakh);
    expect(decodeText(wide)).toBe(kazakh);
    expect(decodeText(Buffer.from(wide).swap16())).toBe(kazakh);
  });

  test('Windows-1251 and KOI8-R are told apart by what their letters are', () => {
    expect(decodeText(inWindows(TEXT))).toBe(TEXT);
    expect(decodeText(inKoi(TEXT))).toBe(TEXT);
  });

  test('Kazakh letters of the Kazakh standard come out as such', () => {
    // KZ-1048: the bytes of қ, ң, ғ, ү, ұ, ө, ә, һ, і after a Russian sentence.
    const bytes = Buffer.concat([
      inWindows(TEXT),
      Buffer.from([0x9d, 0xbe, 0xba, 0xbf, 0xa2, 0xb4, 0xbc, 0x9e, 0xb3]),
    ]);
    expect(decodeText(bytes)).toBe(`${TEXT}қңғүұөәһі`);
  });

  test('what a file says of itself is believed where its bytes allow it', () => {
    const greek = Buffer.from([0xe1, 0xe2, 0xe3]);
    expect(decodeText(greek, 'iso-8859-7')).toBe('αβγ');
    expect(decodeText(Buffer.from('қазақ'), 'windows-1251')).toBe('қазақ');
    expect(decodeText(Buffer.from('plain'), 'no such code')).toBe('plain');
  });
});

function inWindows(text: string): Buffer {
  return through(text, 'windows-1251');
}
function inKoi(text: string): Buffer {
  return through(text, 'koi8-r');
}
/** The byte that a code has for each letter. */
function through(text: string, code: string): Buffer {
  const letters = new TextDecoder(code).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Buffer.from(Array.from(text, (letter) => letters.indexOf(letter)));
}
