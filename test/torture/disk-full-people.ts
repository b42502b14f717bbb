/** Who works while a disk fills up: one sends scans as a window does, one describes. */
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { newRecord, setFields } from '../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import type { WebHostProcess } from '../fixtures/web-host-process.ts';
import { allStates } from './host-checks.ts';

const FILES_TOGETHER = 3;
export const DEADLINE_MS = 120_000;

export async function prepare(host: WebHostProcess): Promise<string> {
  const [fonds, inventory, unit] = [newId(), newId(), newId()];
  const edits = [
    newRecord(fonds, 'fonds', { parent: null, number: { num: 5 } }),
    newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 } }),
    newRecord(unit, 'unit', { parent: inventory, number: { num: 1 }, 'title/kk': 'іс' }),
  ];
  must(await host.call('journal.commit', { id: newId(), command: 'record.create', edits }));
  return unit;
}

type Sending = { id(): string; sent(): number; readonly ended: Promise<void> };

/** Sends as a window does: what finds no room is sent again when there is. */
export function sendAll(host: WebHostProcess, scans: readonly Uint8Array<ArrayBuffer>[]): Sending {
  let id = '';
  let sent = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let no = next++; no < scans.length; no = next++) {
      if (!(await sendOne(host, id, no, scans[no] ?? new Uint8Array()))) return;
      sent++;
    }
  };
  const work = async (): Promise<void> => {
    id = must(await host.call('import.begin', { source: 'сканы', parent: null })).import;
    const files = scans.map((bytes, no) => ({ path: `сканы/${no}.png`, size: bytes.length }));
    must(await host.call('import.expect', { import: id, files }));
    await Promise.all(Array.from({ length: FILES_TOGETHER }, lane));
  };
  const ended = work();
  ended.catch(() => undefined); // whoever waits for it hears of it
  return { id: () => id, sent: () => sent, ended };
}

/** Says false when the host was stopped meanwhile. */
async function sendOne(
  host: WebHostProcess,
  id: string,
  no: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const answer = await host.put(`/import/${id}/${no}`, bytes);
    if (answer.ok || answer.code === 'ALREADY_HERE') return true;
    if (answer.code === 'HOST_GONE') return false;
    if (answer.code !== 'DISK_FULL' && answer.code !== 'DISK_LOW')
      throw new Error(`file ${no}: ${answer.code}`);
    await wait(100);
  }
  throw new Error(`file ${no} found no room in time`);
}

export async function sendAgain(
  host: WebHostProcess,
  id: string,
  scans: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  for (const [no, bytes] of scans.entries()) await sendOne(host, id, no, bytes);
}

/** A person who describes one unit, and remembers what was called safe. */
export function createEditor(first: WebHostProcess, unit: string) {
  let host = first;
  let safe = 'іс';
  let view: RecordView | null = null;
  let count = 0;
  async function edit(): Promise<string> {
    view ??= viewOf(must(await stateOf(host, unit)));
    const title = `іс ${count + 1}: ${'ұзын тақырып '.repeat(8)}`;
    const change = { id: newId(), command: 'record.rename', edits: [setFields(view, { 'title/kk': title })] };
    const answer = await host.call('journal.commit', change);
    if (!answer.ok) return answer.code;
    const [state] = answer.value.states;
    if (state !== undefined) view = viewOf(state);
    safe = title;
    count++;
    return 'safe';
  }
  return {
    count: () => count,
    with(other: WebHostProcess) {
      if (other !== host) view = null;
      host = other;
      return this;
    },
    async once(): Promise<true | null> {
      return (await edit()) === 'safe' ? true : null;
    },
    /** Edits until the disk has not a byte left; answers how many were safe by then. */
    async until(most: number): Promise<number> {
      for (let done = 0; done < most; done++) {
        const code = await edit();
        if (code === 'DISK_FULL') return done;
        if (code !== 'safe') throw new Error(`an edit was refused: ${code}`);
      }
      return most;
    },
    async check(): Promise<void> {
      const state = must(await stateOf(host, unit));
      const shown = viewOf(state).values['title/kk'];
      if (shown !== safe) throw new Error(`lost: the unit shows ${JSON.stringify(shown)}, not ${safe}`);
    },
  };
}

async function stateOf(host: WebHostProcess, id: string) {
  const state = (await allStates(host)).find((one) => one.id === id);
  return state === undefined
    ? ({ ok: false, code: 'NO_SUCH_RECORD' } as const)
    : ({ ok: true, value: state } as const);
}

export function must<T>(answer: { ok: true; value: T } | { ok: false; code: string }): T {
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}
