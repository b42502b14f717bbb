/** The troubles of sync in plain words for a terminal, and the one line that says how things stand. */
import type { TroubleError } from '../../../shared/result.ts';
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';

const TEXTS: Readonly<Record<string, string>> = {
  OFFLINE: 'The centre cannot be reached.',
  TIMEOUT: 'The centre does not answer.',
  NOT_A_SERVER: 'Something else than a centre of Qoima answers at this address.',
  CERTIFICATE:
    'The centre cannot prove who it is. If your institution has an authority of its own, give its certificate by --ca FILE.',
  PROXY_REFUSED: 'The proxy wants a name and a password, or does not let this through.',
  BAD_ADDRESS: 'This is no address of a centre.',
  ADDRESS_NOT_SAFE: 'A centre on another machine needs an address that begins with https://.',
  BAD_CERTIFICATE: 'There is no certificate of an authority in this file.',
  CODE_UNKNOWN: 'The code is not known, was used, or is too old. Ask for a new one.',
  NOT_FOUNDED: 'There is no archive at the centre yet: a station has to found it first.',
  ARCHIVE_FOREIGN: 'The code is for another archive than the one in this folder.',
  ARCHIVE_ELSEWHERE: 'This archive has another place at the centre.',
  ARCHIVE_NOT_EMPTY:
    'This folder holds work already, so it cannot join another archive. It was left as it is.',
  ALREADY_CONNECTED: 'This folder has a centre already.',
  NOT_CONNECTED: 'This folder has no centre yet. See: qoima sync found, qoima join',
  WRONG_PASSWORD: 'The name or the password is wrong.',
  SIGN_IN_LOCKED: 'Too many wrong passwords. Wait a moment.',
  SIGN_IN_NEEDED: 'Nobody is signed in.',
  SIGN_IN_NEEDS_LINE: 'Signing in for the first time needs the centre, and it cannot be reached.',
  DEVICE_REVOKED: 'The centre does not let this machine in any more. Its work stays here.',
  DEVICE_KEY_UNREADABLE:
    'The key of this machine is kept by the desktop program for its user: use its window. Otherwise ask for a new code and connect anew; nothing is lost.',
  UPGRADE_REQUIRED: 'The centre wants a newer Qoima. Nothing is lost meanwhile.',
  TOO_MANY_REQUESTS: 'The centre asks to wait a while.',
  MAINTENANCE: 'The centre is being looked after. It goes on by itself.',
  UNSENT_WORK:
    'There is work that the centre does not have yet. --anyway leaves all the same; the work stays here.',
};

/** One sentence or two about a trouble; `dataFolder` for those of the folder itself. */
export function explainSync({ code, details = {} }: TroubleError, dataFolder: string): string {
  if (code === 'DATA_FOLDER_IN_USE')
    return `Qoima is running on ${dataFolder}. Use its window, or close it first.`;
  return TEXTS[code] ?? `It could not be done: ${code} ${JSON.stringify(details)}`;
}

/** How things stand, in lines. */
export function statusLines(status: SyncStatus): string[] {
  const { link, centre, unsent, person, lastContact, trouble, pause, clock, attention } = status;
  if (link === 'none' || centre === null) return ['This archive has no centre.'];
  return [
    `${centre.url} (${centre.name}), as ${centre.device.name}`,
    person === null ? 'nobody is signed in' : `signed in: ${person.name} (${person.login})`,
    unsentLine(unsent),
    `last contact: ${lastContact ?? 'never'}`,
    ...(pause === null ? [] : [pause.until === null ? 'paused' : `paused until ${pause.until}`]),
    ...(trouble === null ? [] : [`${TEXTS[trouble.code] ?? trouble.code} (since ${trouble.since})`]),
    ...(clock === null
      ? []
      : [`the clock of this machine is ${Math.abs(clock)} s ${clock > 0 ? 'ahead' : 'behind'}`]),
    ...(attention === 0 ? [] : [`${attention} changes wait at the centre for a decision`]),
  ];
}

function unsentLine({ ops, records, pages, files, bytes }: SyncStatus['unsent']): string {
  if (ops === 0 && files === 0) return 'everything is at the centre';
  const parts = [
    ...(records > 0 ? [`${records} records`] : []),
    ...(pages > 0 ? [`${pages} pages`] : []),
    ...(files > 0 ? [`${files} files (${Math.ceil(bytes / 1e6)} MB)`] : []),
  ];
  return `not at the centre yet: ${parts.length === 0 ? `${ops} changes` : parts.join(', ')}`;
}
