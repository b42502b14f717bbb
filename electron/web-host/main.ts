/** The entry of the web host; what it does is in `run.ts`. */
import { useCompileCache } from '../services/compile-cache.ts';

useCompileCache();
await import('./run.ts');
