/** Where files are: here, at the centre, or still on the station that made them. */
import type { Remote } from '../../../../node/calls/port.ts';
import type { Vault } from '../../../../node/vault/vault-types.ts';
import type { Output } from '../../../../shared/rpc/contract.ts';
import { wayOf } from '../../../../shared/sync/files/file-way.ts';
import type { FilesCalls } from './files-calls.ts';
import type { FilesMeans } from './round-means.ts';
import type { Wishes } from './wishes.ts';

type WhereFile = Output<'sync.files.where'>['files'][number];

/** Somebody looks at the answer. */
const ASK_MS = 10_000;

/** In the order asked; what is not here is asked of the centre, and `unknown` when it cannot answer. */
export async function whereFiles(
  deps: {
    readonly store: Pick<Remote<FilesCalls>, 'facts'>;
    readonly vault: Pick<Vault, 'locate'>;
    readonly wishes: Pick<Wishes, 'of'>;
    readonly means: () => Pick<FilesMeans, 'centre'> | null;
    readonly isPaused: () => boolean;
    readonly deviceName: (device: string) => string | null;
  },
  sha256: readonly string[],
): Promise<WhereFile[]> {
  const known = await deps.store.facts({ sha256 });
  const here = new Map<string, WhereFile['way']>();
  const away: string[] = [];
  for (const { sha256: one, facts } of known) {
    if (facts !== null && facts.here !== 'no') here.set(one, wayOf(facts));
    // What came in since the last round lies in the vault, and is not among what is known yet.
    else if ((await deps.vault.locate(one)) !== null) here.set(one, 'stored');
    else away.push(one);
  }
  const state =
    away.length === 0 ? null : await deps.means()?.centre.state(away, AbortSignal.timeout(ASK_MS));
  const told = state?.ok === true ? state.value : null;
  const place = (one: string): Pick<WhereFile, 'way' | 'station'> => {
    const way = here.get(one);
    if (way !== undefined) return { way, station: null };
    if (told?.verified.includes(one) === true) return { way: 'elsewhere', station: null };
    if (told?.missing.includes(one) !== true) return { way: 'unknown', station: null };
    const device = told.from[one];
    return { way: 'nowhere', station: device === undefined ? null : deps.deviceName(device) };
  };
  /** A pause is all that somebody's own wish waits for. */
  const asked = (one: string): Pick<WhereFile, 'isAsked' | 'trouble'> => {
    const { isAsked, trouble } = deps.wishes.of(one);
    return { isAsked, trouble: isAsked && deps.isPaused() ? 'SYNC_PAUSED' : trouble };
  };
  return known.map(({ sha256: one }) => ({ sha256: one, ...place(one), ...asked(one) }));
}
