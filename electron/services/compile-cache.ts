/**
 * Node strips the types of a source each time it is loaded, with a compiler that costs some 40 MB in every thread. Kept
 * in a cache, what it made is found again by the host, its threads and its children. The bundles need none of this.
 */
import module from 'node:module';
import path from 'node:path';

/** To be called before anything large is imported. The cache lies with the dependencies, where nobody else can write. */
export function useCompileCache(): void {
  const folder = path.resolve(import.meta.dirname, '../../node_modules/.cache/qoima');
  module.enableCompileCache(folder);
  // Threads and children read it at their start.
  process.env['NODE_COMPILE_CACHE'] = folder;
}

/** Writes down what was compiled so far; otherwise that waits for the end, which a killed program does not have. */
export function keepCompiled(): void {
  module.flushCompileCache();
}
