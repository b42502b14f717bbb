/** The host as the finder of pages asks it. */
import type { HostClient } from '../../../shared/rpc/host-client.ts';
import type { PageAskerDeps } from './page-asker.ts';

/** So many units are asked for at a time, and so many further pages of a unit. */
const UNITS_AT_A_TIME = 50;
const HITS_AT_A_TIME = 100;

/** `asker`: whose box or list it is; a newer question of the same one ends the older. `limit`: units at a time. */
export function hostPages(host: HostClient, asker: string, limit = UNITS_AT_A_TIME): PageAskerDeps {
  return {
    pages: (question, cursor) =>
      host.call('finding.pages', {
        ...question,
        asker,
        limit,
        cursor,
        facets: cursor === null && limit > 1,
      }),
    more: ({ text, filter }, unit, cursor) =>
      host.call('finding.more', { text, filter, asker, unit, limit: HITS_AT_A_TIME, cursor }),
    stop: () => void host.call('finding.stop', { asker }),
  };
}
