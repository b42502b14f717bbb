/**
 * The web host: `node electron/web-host/main.ts [--data FOLDER] [--read-only] [--kiosk]`. It prints the address that
 * lets one window in, serves until it is told to stop (SIGTERM, Ctrl+C), and ends with 1 when it could not
 * start or a part of it fell.
 */
import { startWebHost } from './start-web-host.ts';
import { keepCompiled } from '../services/compile-cache.ts';
import { chooseDataFolder } from '../services/data-folder.ts';
import { fallText, terminalLanguage, troubleCode, troubleText } from '../services/start-trouble.ts';

const args = process.argv.slice(2);

try {
  const web = await startWebHost({
    dataFolder: chooseDataFolder(args),
    readOnly: args.includes('--read-only'),
    kiosk: args.includes('--kiosk'),
  });
  console.log(`Qoima: ${web.launchUrl('printed')}`);
  keepCompiled();
  process.on('uncaughtExceptionMonitor', (error) => void web.host.log.error('host.crashed', error));
  let asked = false;
  const stop = (code: number): void => {
    // A second Ctrl+C does not wait.
    if (asked) process.exit(1);
    asked = true;
    void web.stop().then(() => process.exit(code));
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  void web.host.fallen.then(() => {
    console.error(fallText(terminalLanguage()));
    stop(1);
  });
} catch (error) {
  console.error(`${troubleText(error, terminalLanguage())} [${troubleCode(error)}]`);
  if (troubleCode(error) === 'INTERNAL') console.error(error);
  process.exit(1);
}
