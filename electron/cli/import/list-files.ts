/** The files that a command was pointed at: files as they are, folders with everything below them, no symbolic links. */
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

export type ListedFile = {
  readonly source: string;
  /** Its name within the import: below the folder that was named, with that folder's own name in front. */
  readonly path: string;
  /** In bytes; 0 for what cannot be read. */
  readonly size: number;
};

export type Listing = { readonly files: ListedFile[]; readonly skippedLinks: string[] };

/**
 * Lists what the arguments name. What is missing or a folder that may not be read is listed as a file too: it then stands
 * in the report as unreadable, so that what was seen and what became of it add up.
 */
export function listFiles(roots: readonly string[]): Listing {
  const files: ListedFile[] = [];
  const skippedLinks: string[] = [];

  function visit(source: string, name: string): void {
    let folder: string[] | null;
    let size = 0;
    try {
      const stat = lstatSync(source);
      if (stat.isSymbolicLink()) return void skippedLinks.push(source);
      folder = stat.isDirectory() ? readdirSync(source) : null;
      size = stat.isFile() ? stat.size : 0;
    } catch {
      folder = null;
    }
    if (folder === null) files.push({ source, path: name, size });
    else for (const child of folder.sort()) visit(path.join(source, child), `${name}/${child}`);
  }

  for (const root of roots) {
    const source = path.resolve(root);
    visit(source, path.basename(source) || 'disk');
  }
  return { files, skippedLinks };
}
