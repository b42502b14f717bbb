/** Names under which scanners and copying programs write before a file is done; such a file is waited for under its own name. */

const ENDINGS = /\.(?:tmp|temp|part|partial|crdownload|download|filepart|swp|lock|!ut|bak)$/iu;

/** Also what no scanner makes: the notes of Windows and of a Mac that lie in every folder. */
const NOTES = new Set(['thumbs.db', 'desktop.ini', '.ds_store']);

/** `.x`, `~x`, `x~`, `x.tmp`, `x.part` and the like. */
export function isTemporaryName(name: string): boolean {
  return (
    name.startsWith('.') ||
    name.startsWith('~') ||
    name.endsWith('~') ||
    ENDINGS.test(name) ||
    NOTES.has(name.toLowerCase())
  );
}
