/** Files out of what a person chose or dropped, folders with all that is in them. */
import { markMore } from '../../ui/source-label.ts';

export type ChosenFile = {
  readonly file: File;
  /** With its path inside the folder, parts separated by `/`. */
  readonly path: string;
};

export type Collected = {
  readonly files: readonly ChosenFile[];
  /** Paths that could not be read at all: a folder without permission. */
  readonly unreadable: readonly string[];
  /** The name of the folder or of the first file, for the import's own line; with the mark of how many more there are. */
  readonly source: string;
};

/** Files that the system keeps beside people's own, and that nobody means to import. */
const SYSTEM_FILES = new Set(['Thumbs.db', 'desktop.ini', '.DS_Store']);

export function isSystemFile(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return SYSTEM_FILES.has(name) || name.startsWith('._');
}

/** From a file input; with `webkitdirectory` each file tells its path. */
export function collectChosen(list: Iterable<File>): Collected {
  const files = [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  const kept = files.map(({ path }) => path).filter((path) => !isSystemFile(path));
  return { files: inOrder(files), unreadable: [], source: sourceOf(kept) };
}

/** From a drop. Must be called inside the event: afterwards the browser lets the entries go. */
export async function collectDropped(items: DataTransferItemList): Promise<Collected> {
  const dropped = [...items].filter((item) => item.kind === 'file');
  const entries = dropped.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: ChosenFile[] = [];
  const unreadable: string[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    const path = entry.fullPath.replace(/^\//, '');
    try {
      if (entry.isDirectory) waiting.push(...(await readFolder(entry as FileSystemDirectoryEntry)));
      else files.push({ file: await readEntry(entry as FileSystemFileEntry), path });
    } catch {
      unreadable.push(path);
    }
  }
  return {
    files: inOrder(files),
    unreadable,
    source: sourceOf(entries.map((entry) => entry.name).filter((name) => !isSystemFile(name))),
  };
}

/** A folder answers in portions until an empty one. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function readEntry(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** By path with numbers as numbers: scan 2 before scan 10. */
function inOrder(files: readonly ChosenFile[]): ChosenFile[] {
  const byPath = new Intl.Collator('ru', { numeric: true });
  return files.filter(({ path }) => !isSystemFile(path)).sort((a, b) => byPath.compare(a.path, b.path));
}

/** Of several files or folders the first name, and how many more there are; `sourceLabel` says it in words. */
function sourceOf(paths: readonly string[]): string {
  const [first = '', ...more] = new Set(paths.map((path) => path.split('/')[0] ?? ''));
  return more.length === 0 ? first : markMore(first, more.length);
}
