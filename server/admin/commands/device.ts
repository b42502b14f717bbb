/** `device code | list | revoke`: which stations may speak with this server. Beside a running server too. */
import { readArguments, readDays } from '../arguments.ts';
import { DONE, type Io } from '../io.ts';
import { printCode } from '../print-code.ts';
import { findDevice, findPlace, withDirectory } from '../server-folder.ts';

const CODE_DAYS = 7;

/** Makes a code that lets one station in. */
export async function code(args: string[], io: Io): Promise<number> {
  const { words, values } = readArguments(args, { values: ['days'], words: [0, 1] });
  const days = readDays(values['days'], CODE_DAYS);
  return withDirectory(io.folder, (admin) => {
    const place = findPlace(admin, words[0]);
    io.out(`Archive ${place.no}: ${place.name}`);
    printCode(admin.makeCode(place.no, days), io);
    return DONE;
  });
}

/** Lists the stations, with what each said of itself last. */
export async function list(args: string[], io: Io): Promise<number> {
  const { words } = readArguments(args, { words: [0, 1] });
  return withDirectory(io.folder, (admin) => {
    const places = words[0] === undefined ? admin.archives() : [findPlace(admin, words[0])];
    for (const place of places) {
      io.out(`Archive ${place.no}: ${place.name}`);
      for (const { id, name, enrolledAt, revokedAt, contact } of admin.devicesOfPlace(place.no)) {
        const state =
          revokedAt === null ? `since ${enrolledAt.slice(0, 10)}` : `REVOKED ${revokedAt.slice(0, 10)}`;
        const { ops, files } = contact?.behind ?? { ops: 0, files: 0 };
        const last =
          contact === null
            ? 'never here'
            : `last here ${contact.at}, not sent yet: ${ops} changes, ${files} files`;
        io.out(`  ${id}  ${name}  ${state}; ${last}`);
      }
    }
    return DONE;
  });
}

/** Shuts a station out at once. What it still holds is kept there, and set aside if it ever arrives. */
export async function revoke(args: string[], io: Io): Promise<number> {
  const { words } = readArguments(args, { words: [1, 1] });
  return withDirectory(io.folder, (admin) => {
    const device = findDevice(admin, words[0] ?? '');
    admin.revokeDevice(device.id);
    io.out(
      `${device.name} is shut out. What it still holds waits for an administrator's decision if it arrives.`,
    );
    return DONE;
  });
}
