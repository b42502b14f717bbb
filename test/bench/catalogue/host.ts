/**
 * The web host for a bench, as a process of its own so that its memory can be told: `node host.ts DATA WINDOW` serves the
 * built window in the folder WINDOW, on `QOIMA_PORT`.
 */
import { keepCompiled, useCompileCache } from '../../../electron/services/compile-cache.ts';

useCompileCache();
const { startWebHost } = await import('../../../electron/web-host/start-web-host.ts');

const [dataFolder = '', rendererFolder = ''] = process.argv.slice(2);
const web = await startWebHost({ dataFolder, rendererFolder });
console.log(`Qoima: ${web.launchUrl('printed')}`);
keepCompiled();
const stop = (): void => void web.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
// The bench was killed: nobody is left to stop this.
process.on('disconnect', stop);
