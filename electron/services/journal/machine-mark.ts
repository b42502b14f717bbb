/**
 * A mark of the machine that a journal lies on. A data folder that was copied to another machine, or comes to life twice from
 * one disk image, would go on under the same replica ids on both: the other mark tells, before anything is written.
 */
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { giveNewReplicas } from './give-new-replicas.ts';
import { createMeta } from './meta.ts';

const run = promisify(execFile);
/** What the system is asked may hang; without an answer nothing is compared. */
const ANSWER_MS = 3000;
const LINUX_FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id'];

/**
 * The mark of this machine, the same at every start and after an update of the system; null where the system does not tell.
 * It is a hash, so that nobody who sees a journal learns the machine's own id.
 */
export async function machineMark(platform: NodeJS.Platform = process.platform): Promise<string | null> {
  const id = await machineId(platform).catch(() => null);
  return id === null || id === ''
    ? null
    : createHash('sha256').update(`qoima ${id}`).digest('hex').slice(0, 32);
}

async function machineId(platform: NodeJS.Platform): Promise<string | null> {
  if (platform === 'win32') {
    const key = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`;
    const { stdout } = await run('reg', ['query', key, '/v', 'MachineGuid', '/reg:64'], {
      timeout: ANSWER_MS,
      windowsHide: true,
    });
    return /MachineGuid\s+REG_SZ\s+(\S+)/u.exec(stdout)?.[1] ?? null;
  }
  if (platform === 'darwin') {
    const { stdout } = await run('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], { timeout: ANSWER_MS });
    return /"IOPlatformUUID" = "([^"]+)"/u.exec(stdout)?.[1] ?? null;
  }
  for (const file of LINUX_FILES) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (/^[0-9a-f]{32}\s*$/u.test(text)) return text.trim();
  }
  return null;
}

/**
 * Gives every writer a new replica when the journal comes from another machine, and notes this one; both or neither. Answers
 * whether it did. A machine that does not tell is no other machine.
 */
export function settleMachine(db: Database, machine: string | null): boolean {
  const meta = createMeta(db);
  const before = meta.machine();
  if (machine === null || before === machine) return false;
  return db.transaction(() => {
    if (before !== null) giveNewReplicas(db);
    meta.set('machine', machine);
    return before !== null;
  });
}
