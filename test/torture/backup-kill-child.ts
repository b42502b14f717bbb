/** Makes one backup, or one restore, and is killed: at the step that `BACKUP_KILL_AT` names, such as `file copied:3`, or by its starter. */
import { makeBackup } from '../../electron/services/backup/make-backup.ts';
import { restoreBackup } from '../../electron/services/backup/restore-backup.ts';

const [what = '', from = '', to = ''] = process.argv.slice(2);
const [name = '', times = '1'] = (process.env['BACKUP_KILL_AT'] ?? '').split(':');
let left = Number(times);

process.stdout.write('begun\n');
if (what === 'restore') await restoreBackup({ source: from, folder: to });
else {
  await makeBackup({
    dataFolder: from,
    target: to,
    program: 'torture',
    step: (step) => {
      if (step === name && --left <= 0) process.kill(process.pid, 'SIGKILL');
    },
  });
}
