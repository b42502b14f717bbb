/** Makes one repair of the damages that it is given, and is killed at the step that `REPAIR_KILL_AT` names. */
import type { Damage } from '../../node/vault/audit-damage.ts';
import { createAuditReader } from '../../node/vault/audit-reader.ts';
import { repairVault } from '../../node/vault/repair-vault.ts';

const [vault = '', folder = '', damages = '[]'] = process.argv.slice(2);
process.stdout.write('begun\n');
await repairVault({
  vault,
  folders: [folder],
  damages: JSON.parse(damages) as Damage[],
  reader: createAuditReader(),
  step(name) {
    if (name === process.env['REPAIR_KILL_AT']) process.kill(process.pid, 'SIGKILL');
  },
});
