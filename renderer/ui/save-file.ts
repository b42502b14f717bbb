/** Hands a file that this window made to the person: the browser keeps it where downloads go, the shell asks where to. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = safeName(name);
  link.click();
  // The download reads the URL after this returns.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

const KEPT_MS = 60_000;
const LONGEST = 120;
const EXTENSION = /\.[a-z0-9]{1,8}$/iu;

/** A name that every system takes, with its ending kept. Pure. */
function safeName(name: string): string {
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  const base = name.slice(0, name.length - extension.length);
  // oxlint-disable-next-line no-control-regex -- those are what must not stand in a name
  const kept = base.replaceAll(/[\u0000-\u001f<>:"/\\|?*]+/gu, ' ').replaceAll(/\s+/gu, ' ');
  return `${
    kept
      .slice(0, LONGEST)
      .trim()
      .replace(/^\.+|\.+$/gu, '') || 'qoima'
  }${extension}`;
}
