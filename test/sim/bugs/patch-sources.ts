/**
 * Puts a bug into the program under test as it is loaded: a line of its source is replaced in memory, so that nothing of
 * it is ever in what ships.
 */
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type SeededBug = {
  readonly name: string;
  /** What goes wrong with it, in a line. */
  readonly why: string;
  /** From the project's top. */
  readonly file: string;
  /** A text that stands once in the file, and what takes its place. */
  readonly find: string;
  readonly put: string;
  /** A run that meets it, where few do. */
  readonly seed?: number;
  /** A kept script that meets it, where a minute's runs may not. */
  readonly script?: string;
};

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** @throws Error when the text is not there exactly once: the bug has to follow the source */
export function putBug({ name, file, find, put }: SeededBug, source: string): string {
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`bug ${name}: its text stands ${count} times in ${file}`);
  return source.replace(find, () => put);
}

/** From here on the bug's file is loaded with the bug in it; before, it must not have been loaded. */
export function patchSources(bug: SeededBug): void {
  const target = path.join(ROOT, bug.file);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.startsWith('file:') || fileURLToPath(url) !== target) return loaded;
      const source = loaded.source;
      const text = typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
      return { ...loaded, source: putBug(bug, text) };
    },
  });
}
