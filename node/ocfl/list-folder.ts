/** Looks at folders that may hold anything: links, pipes, names without permission. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { diskCode } from '../files/disk-trouble.ts';
import type { Findings } from './findings.ts';

export type Entry = { readonly name: string; readonly kind: 'file' | 'folder' | 'link' | 'other' };

/** What lies in a folder, by name; links and troubles are findings. `where` ends with `/`, or is empty. */
export async function listFolder(folder: string, where: string, findings: Findings): Promise<Entry[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found
      .map((entry): Entry => {
        if (entry.isSymbolicLink()) findings.add('E090', `${where}${entry.name}`);
        return { name: entry.name, kind: kindOf(entry) };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = diskCode(error);
    if (code === undefined) throw error;
    findings.add(code, where);
    return [];
  }
}

/** True when a declaration file says its own name after `0=` and a newline. */
export async function readDeclaration(path: string, name: string, findings: Findings): Promise<boolean> {
  try {
    const found = await lstat(path);
    if (!found.isFile() || found.size > 100) return false;
    return (await readFile(path, 'latin1')) === `${name.slice(2)}\n`;
  } catch (error) {
    const code = diskCode(error);
    if (code === undefined) throw error;
    findings.add(code, name);
    return true;
  }
}

function kindOf(entry: {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}): Entry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}
