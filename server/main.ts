/**
 * The central server: `node server/main.ts [COMMAND] [--data FOLDER]`. Without a command it serves. Exit codes: 0 done, 1 done
 * and something is not in order, 2 refused with nothing changed, 3 a bug.
 */
import { useCompileCache } from './admin/compile-cache.ts';
import { runCommand } from './admin/run-command.ts';
import { askHidden, readLine } from './admin/terminal.ts';

// Bytes of uploads that are written or flushed must not keep the small questions of files waiting: of Node's four threads each upload holds one.
process.env['UV_THREADPOOL_SIZE'] ??= '12';
useCompileCache();
// Keys, password hashes and closed records are for the server's own user alone.
process.umask(0o077);
// Whoever read the output has had enough of it.
process.stdout.on('error', () => process.exit());
const terminal = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: (line: string) => void process.stderr.write(`${line}\n`),
  readLine,
  askHidden,
};
process.exitCode = await runCommand(process.argv.slice(2), terminal, process.env['QOIMA_SERVER_DATA']);
// What was printed must be out before the process ends, and a thread left behind must not keep it alive.
process.stdout.write('', () => process.exit());
