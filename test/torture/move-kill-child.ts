/** Moves a data folder and is killed: at the step that `MOVE_KILL_AT` names, such as `file copied:3`, or by its starter. */
import { takeLock } from '../../electron/services/lock.ts';
import { moveData } from '../../electron/services/move-data/move-data.ts';

const [from = '', to = ''] = process.argv.slice(2);
const [name = '', times = '1'] = (process.env['MOVE_KILL_AT'] ?? '').split(':');
let left = Number(times);

const lock = takeLock(from, { host: 'cli', address: null, since: new Date().toISOString() });
process.stdout.write('begun\n');
await moveData({
  from,
  to,
  step: (step) => {
    if (step === name && --left <= 0) process.kill(process.pid, 'SIGKILL');
  },
});
lock.release();
