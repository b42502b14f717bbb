/** What one edit of one field costs on the line, headers and all: sent alone, and among others after a time without a line. */
import { v7 as newId } from 'uuid';
import { must } from '../../../shared/must.ts';
import { newRecord, setFields } from '../../../shared/sync/edits.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { openSyncWorld, type Station } from '../../fixtures/sync-world.ts';
import { round } from '../figures.ts';
import { bytesOf, until } from './measure.ts';
import { endsWithPart } from './worlds.ts';

const ALONE = 30;
const TOGETHER = 500;

export async function measureEdits(folder: string): Promise<object> {
  const world = await openSyncWorld(folder);
  endsWithPart(() => world.close());
  const station = await world.addStation('desk');
  await world.connect(station);
  const fonds = newId();
  await commit(station, [newRecord(fonds, 'fonds', { parent: null, number: { num: 1 }, 'title/kk': 'Қор' })]);
  await isSent(station);

  let before = station.line.sent();
  let both = bytesOf(station.line);
  for (let i = 0; i < ALONE; i++) {
    await edit(station, fonds, i);
    await isSent(station);
  }
  const alone = { sent: station.line.sent() - before, both: bytesOf(station.line) - both };

  station.line.setDown(true);
  for (let i = 0; i < TOGETHER; i++) await edit(station, fonds, i);
  before = station.line.sent();
  both = bytesOf(station.line);
  station.line.setDown(false);
  await station.call('sync.now', {});
  await isSent(station);
  const together = { sent: station.line.sent() - before, both: bytesOf(station.line) - both };
  return {
    aloneBytesSent: round(alone.sent / ALONE),
    aloneBytesBothWays: round(alone.both / ALONE),
    togetherBytesSent: round(together.sent / TOGETHER),
    togetherBytesBothWays: round(together.both / TOGETHER),
    target: { bytesPerEdit: 600 },
  };
}

const commit = (station: Station, edits: ReturnType<typeof newRecord>[]) =>
  station.call('journal.commit', { id: newId(), command: 'record.edit', edits });

async function edit(station: Station, fonds: string, no: number): Promise<void> {
  const view: RecordView = viewOf(
    must(
      (await station.states()).find(({ id }) => id === fonds),
      'the fonds',
    ),
  );
  await commit(station, [setFields(view, { 'title/kk': `Қарасу аудандық атқару комитеті, ${no}` })]);
}

const isSent = (station: Station): Promise<void> =>
  until('the edits are sent', async () => {
    const { unsent, state } = await station.status();
    return unsent.ops === 0 && state === 'resting';
  });
