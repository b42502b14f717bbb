/** How a station stands with its centre, for the diagnostics: no address, no name, no key. */
import { join } from 'node:path';
import { readLink } from '../sync/link.ts';
import { readMembership } from '../sync/membership.ts';

export async function tellOfSync(dataFolder: string): Promise<object> {
  const folder = join(dataFolder, 'sync');
  const link = await readLink(folder, { setAside: false });
  if (link === null) return { isLinked: false };
  const { lastContact, lastComplete, clock, attention, devices } = await readMembership(folder);
  return {
    isLinked: true,
    isProven: link.isProven,
    isPlain: link.url.startsWith('http:'),
    hasOwnAuthority: link.authority !== '',
    lastContact,
    lastComplete,
    clock,
    attention,
    stations: devices.length,
    revoked: devices.filter(({ revoked }) => revoked).length,
  };
}
