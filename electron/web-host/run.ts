/**
 * The web host: `node electron/web-host/main.ts [--data FOLDER] [--read-only] [--kiosk]`. It prints the address that
 * lets one window in, serves until it is told to stop (SIGTERM, Ctrl+C), and ends with 1 when it could not
 * start or a part of it fell. When the data was moved it goes on in the new folder, when the folder became a
 * station of another archive in the same one, and open windows find it again.
 */
import { startWebHost, type WebHost } from './start-web-host.ts';
import { keepCompiled } from '../services/compile-cache.ts';
import { chooseDataFolder } from '../services/data-folder.ts';
import {
  fallText,
  movedText,
  terminalLanguage,
  troubleCode,
  troubleText,
} from '../services/start-trouble.ts';

const args = process.argv.slice(2);

let web: WebHost | undefined;
let asked = false;

process.on('uncaughtExceptionMonitor', (error) => void web?.host.log.error('host.crashed', error));
process.on('SIGTERM', () => stop(0));
process.on('SIGINT', () => stop(0));
await serve(chooseDataFolder(args));

async function serve(dataFolder: string, notSwitched: string | null = null): Promise<void> {
  try {
    const started = await startWebHost({
      dataFolder,
      notSwitched,
      readOnly: args.includes('--read-only'),
      kiosk: args.includes('--kiosk'),
    });
    web = started;
    console.log(`Qoima: ${started.launchUrl('printed')}`);
    keepCompiled();
    void started.host.fallen.then(() => {
      console.error(fallText(terminalLanguage()));
      stop(1);
    });
    void started.host.reopen.then(async () => {
      await started.stop();
      if (!asked) await serve(dataFolder);
    });
    void started.host.moved.then(async ({ folder, trouble }) => {
      console.error(movedText({ folder, trouble }, terminalLanguage()));
      await started.stop();
      if (!asked) await serve(folder, trouble);
    });
  } catch (error) {
    console.error(`${troubleText(error, terminalLanguage())} [${troubleCode(error)}]`);
    if (troubleCode(error) === 'INTERNAL') console.error(error);
    process.exit(1);
  }
}

function stop(code: number): void {
  // A second Ctrl+C does not wait.
  if (asked || web === undefined) process.exit(1);
  asked = true;
  void web.stop().then(() => process.exit(code));
}
