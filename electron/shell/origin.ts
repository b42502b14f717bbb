/** The one origin of the shell's windows. IndexedDB belongs to it, so it never changes. */
export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://archive`;

/** Whether a URL lies in that origin; compared after parsing, because text can hold our name anywhere. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  // `origin` of a scheme that only Electron knows is the text "null" in plain Node, so its parts are compared.
  return (
    parsed?.protocol === `${SCHEME}:` &&
    parsed.host === 'archive' &&
    parsed.username === '' &&
    parsed.port === ''
  );
}

/** Whether a URL names what a page of ours has made in its memory. */
export const isMadeHere = (url: string): boolean => url.startsWith('blob:') && isOurs(url.slice(5));
