/** Everything that takes part in a run: stations, the server, disks on their way, messages that come late, one clock. */
import { must } from '../../../shared/must.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import type { Caller, Membership } from '../../../shared/sync/archive/service-deps.ts';
import type { Segment } from '../../../shared/sync/wire/messages.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import { seededRandom, type SeededRandom } from '../../fixtures/seeded-random.ts';
import { createLedger, type Ledger } from '../ledger.ts';
import { seededIds, type SeededIds } from '../seeded-ids.ts';
import type { Script } from '../script.ts';
import type { MemoryDb } from '../stores/memory-db.ts';
import { createCounts, type Counts } from './counts.ts';
import type { CallName, Centre, Sent } from './line.ts';
import { createSimServer, type SimServer } from './server.ts';
import { createSimStation, type SimStation, type StationOptions } from './station.ts';

export type WorldDeps = {
  readonly ids: SeededIds;
  readonly random: SeededRandom;
  readonly clock: { now(): number };
  readonly ledger: Ledger;
  readonly counts: Counts;
  readonly limits: Script['limits'];
  /** Messages that come as they were sent are taken without a look at their shape: in most runs, for speed. */
  readonly isTrusting: boolean;
  /** The quiet end: nothing goes wrong any more, and everybody has time for everything. */
  isCalm(): boolean;
  readonly archive: string;
  readonly person: string;
  /** Signatures that nobody else makes are enough here: no cryptography. */
  readonly sign: (device: string, bytes: Uint8Array) => string;
  readonly verify: (key: string, bytes: Uint8Array, signature: string) => boolean;
};

/** What was exported onto a disk that somebody carries. */
export type Carried = { readonly device: string; readonly segments: readonly Segment[] };

export type World = WorldDeps & {
  readonly server: SimServer;
  readonly stations: SimStation[];
  readonly disks: Carried[];
  /** Requests that were on the line: any may arrive once more, at any time. */
  readonly sent: (Sent & { readonly device: string })[];
  readonly stationBackups: { readonly station: SimStation; readonly image: MemoryDb }[];
  readonly serverBackups: MemoryDb[];
  readonly revoked: Set<string>;
  isPersonClosed: boolean;
  isRecovering: boolean;
  hasEnded: boolean;
  addStation(options: Partial<StationOptions>): SimStation;
  station(s: number): SimStation;
  /** The server as this device reaches it. */
  centreFor(device: string): Centre;
  caller(device: string): Caller;
  wait(ms: number): void;
};

const NOON = Date.UTC(2026, 10, 22, 12);

export function createWorld(script: Script): World {
  const random = seededRandom(script.seed ^ 0x5eed);
  const ids = seededIds(random);
  let now = NOON;
  const names = new Map<string, string>();
  const revoked = new Set<string>();
  const deps: WorldDeps = {
    ids,
    random,
    clock: { now: () => now },
    ledger: createLedger(),
    counts: createCounts(),
    limits: script.limits,
    isTrusting: script.seed % 8 !== 0,
    isCalm: () => world.hasEnded,
    archive: ids.uuid(),
    person: ids.uuid(),
    sign,
    verify: (key, bytes, signature) => signature === sign(key, bytes),
  };
  const membership = (): Membership => ({
    people: [{ id: deps.person, name: 'A' }],
    grants: ['*'],
    devices: [...names].map(([id, name]) => ({ id, name, key: id, revoked: revoked.has(id) })),
    closedPeople: world.isPersonClosed ? [deps.person] : [],
    bundleKeys: [],
    serverKey: '',
    isRecovering: world.isRecovering,
  });

  const stations: SimStation[] = [];
  const caller = (device: string): Caller => ({ device, person: deps.person });
  const sent: World['sent'] = [];
  const server = createSimServer(deps, membership);
  const world: World = {
    ...deps,
    server,
    stations,
    disks: [],
    sent,
    stationBackups: [],
    serverBackups: [],
    revoked,
    isPersonClosed: false,
    isRecovering: false,
    hasEnded: false,
    addStation(options) {
      const name = options.name ?? `station ${stations.length}`;
      const device = options.device ?? ids.uuid();
      names.set(device, name);
      const station = createSimStation(deps, {
        image: null,
        noticed: false,
        version: 'present',
        ...options,
        name,
        device,
      });
      stations.push(station);
      return station;
    },
    station: (s) => must(stations[s % stations.length], 'a station'),
    caller,
    centreFor:
      (device) =>
      async (call: CallName, text: string, isSure = false): Promise<Result<string, ProblemCode>> => {
        if (sent.length < 200) sent.push({ call, text, device });
        if (revoked.has(device)) return fail('DEVICE_REVOKED');
        const answer = await server.handle(caller(device), call, text, isSure);
        return answer.ok ? ok(answer.value) : answer;
      },
    wait(ms) {
      now += ms;
    },
  };
  const founder = world.addStation({});
  founder.write(
    [
      [
        newRecord(deps.archive, 'archive', { name: 'Архив' }),
        newRecord(deps.person, 'person', { name: 'Айгүл' }),
      ],
    ],
    'window',
  );
  for (let i = 1; i < script.stations; i++) world.addStation({});
  return world;
}

/** As good as a signature where nobody tries to make one. */
function sign(device: string, bytes: Uint8Array): string {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return `${device}.${sum}`;
}
