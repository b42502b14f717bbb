/**
 * Node strips the types of a source each time it is loaded, with a compiler that costs some 40 MB in every thread. What it
 * made is kept with the dependencies, where nobody else can write.
 */
import module from 'node:module';
import path from 'node:path';

/** To be called before anything large is imported. */
export function useCompileCache(): void {
  const folder = path.resolve(import.meta.dirname, '../../node_modules/.cache/qoima');
  module.enableCompileCache(folder);
  // Threads read it at their start.
  process.env['NODE_COMPILE_CACHE'] = folder;
}
