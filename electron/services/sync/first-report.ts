/**
 * How a station stands before its sync thread has told anything, by what lies in its folder: a machine on which nobody is signed in
 * is shut from the first moment on, and not only once the thread runs.
 */
import type { RecordId } from '../../../shared/sync/op.ts';
import type { CentreReport } from './centre.ts';
import { linkStateOf, readLinkFile } from './link.ts';
import { readMembership } from './membership.ts';
import { readSignedIn } from './people.ts';
import { UNKNOWN } from './status-of.ts';

export type FirstReport = {
  readonly report: CentreReport;
  /** There is a centre, or what should say so cannot be read: the thread looks. */
  readonly hasCentre: boolean;
};

/** `folder` is the data folder's `sync`. Reads only. */
export async function firstReport(folder: string, archive: RecordId): Promise<FirstReport> {
  const link = await readLinkFile(folder, { setAside: false });
  if (!link.ok) {
    const isKnown = link.code === 'MISSING' || link.code === 'DAMAGED';
    // A file that is there and cannot be read may be that of a station: closed until the thread has read it.
    return {
      report: isKnown ? UNKNOWN : { ...UNKNOWN, link: 'linked' },
      hasCentre: link.code !== 'MISSING',
    };
  }
  const { url, server, device } = link.value;
  const [person, membership] = await Promise.all([readSignedIn(folder), readMembership(folder)]);
  const report: CentreReport = {
    ...UNKNOWN,
    ...membership,
    link: linkStateOf(link.value, archive),
    centre: { url, name: server.name, device },
    archive: link.value.archive,
    person,
  };
  return { report, hasCentre: true };
}
