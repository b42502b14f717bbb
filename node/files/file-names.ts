/** File names that every disk takes, Windows first: reserved devices, forbidden signs, trailing dots, long names. */

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file: devices, with or without an extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/iu;
// oxlint-disable-next-line no-control-regex -- control signs are what this forbids
const FORBIDDEN = /[<>:"/\\|?*\u0000-\u001f\u007f]/gu;
const LONGEST_NAME_BYTES = 200;

/** True when Windows, macOS and Linux all take this as one file's name. */
export function isSafeFileName(name: string): boolean {
  return name === safeFileName(name);
}

/**
 * The nearest name that every disk takes: forbidden signs become `_`, reserved devices get a `_` in front, trailing dots
 * and spaces go, long names are cut before the extension (at most 200 bytes of UTF-8), NFC. Never empty.
 */
export function safeFileName(name: string): string {
  let safe = name.normalize('NFC').toWellFormed().replace(FORBIDDEN, '_');
  safe = trimEnd(safe);
  if (RESERVED.test(safe)) safe = `_${safe}`;
  safe = shorten(safe);
  return safe === '' || safe === '.' || safe === '..' ? '_' : safe;
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 10 ? name.slice(dot) : '';
  let stem = '';
  let room = LONGEST_NAME_BYTES - Buffer.byteLength(extension);
  for (const sign of name.slice(0, name.length - extension.length)) {
    room -= Buffer.byteLength(sign);
    if (room < 0) break;
    stem += sign;
  }
  return `${trimEnd(stem)}${extension}`;
}

function trimEnd(name: string): string {
  return name.replace(/[. ]+$/u, '');
}
