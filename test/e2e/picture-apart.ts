/** What two stations of an invented district wrote apart, with all that then waits for a person; and a disk between them. */
import { mkdirSync } from 'node:fs';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import type { Edit } from '../../shared/sync/change.ts';
import { deleteRecord, newRecord, setFields } from '../../shared/sync/edits.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { until } from '../fixtures/eventually.ts';
import { importFiles, LOGIN, PASSWORD, type Station, type SyncWorld } from '../fixtures/sync-world.ts';
import { writeElsewhere } from './other-station.ts';
import { makeMarkedTiff } from './viewer-steps.ts';

/** The records that the pictures show, and the folder with the bundles. */
export type Apart = {
  readonly text: RecordId;
  readonly date: RecordId;
  readonly binned: RecordId;
  /** A document whose scan only the first station has. */
  readonly scan: RecordId;
  readonly disk: string;
};

const unit = (inventory: RecordId, num: number, kk: string, ru: string): readonly [RecordId, Edit] => {
  const id = newId();
  const number = { num };
  return [id, newRecord(id, 'unit', { parent: inventory, number, 'title/kk': kk, 'title/ru': ru })];
};

const write = async (station: Station, edits: Edit[]): Promise<void> =>
  void (await station.call('journal.commit', { id: newId(), command: 'record.edit', edits }));

/** Somebody writes without a line, and their account is closed before it is sent. */
async function holdBack({ server }: SyncWorld, station: Station, unit: RecordId): Promise<void> {
  server.addPerson('yerlan', PASSWORD, 'Ерлан');
  await station.call('sync.signIn', { login: 'yerlan', password: PASSWORD });
  station.line.setDown(true);
  await write(station, [
    setFields(await viewAt(station, unit), { 'scope/kk': '12-парақтың шеті жыртық, 40-парақ жоқ' }),
  ]);
  await server.stop();
  server.command(['people', 'close', 'yerlan']);
  await server.start();
  await station.call('sync.signIn', { login: LOGIN, password: PASSWORD });
  station.line.setDown(false);
  await until('it is held back', async () => {
    await station.call('sync.now', {});
    return (await station.status()).attention > 0;
  });
}

/** The end of an act of another station never came. */
async function leaveStep(station: Station): Promise<void> {
  await station.stop();
  const step = newId();
  await writeElsewhere(station.dataFolder, 'Сәуле', [
    {
      title: 'Дела о земельных спорах',
      op: () => ({ f: { 'scope/ru': 'Жалобы, решения комиссии, планы участков' }, st: [step, 0] }),
    },
    { title: 'Переписка о школах', op: () => ({ f: { 'title/en': 'School letters' }, st: [step, 1] }) },
  ]);
  await station.start();
}

async function viewAt(station: Station, id: RecordId): Promise<RecordView> {
  const states = await station.states();
  return viewOf(
    must(
      states.find((state) => state.id === id),
      'a record',
    ),
  );
}

/** Both are connected and their lines are up again when this ends; the second one's work is withheld at the centre. */
export async function writeApart(world: SyncWorld, disk: string): Promise<Apart> {
  const desk = await world.addStation('Оқу залы');
  const laptop = await world.addStation('Далалық ноутбук');
  await world.connect(desk);
  const [fonds, inventory] = [newId(), newId()];
  const [text, textEdit] = unit(
    inventory,
    1,
    'Теректісай ауылдық кеңесінің жалпы жиналысының хаттамалары, 1934 жыл',
    'Протоколы общих собраний Теректысайского сельсовета, 1934 год',
  );
  const [date, dateEdit] = unit(inventory, 2, 'Жер дауы туралы істер', 'Дела о земельных спорах');
  const [binned, binnedEdit] = unit(inventory, 3, 'Қойма кітабы', 'Складская книга');
  await write(desk, [
    newRecord(fonds, 'fonds', {
      parent: null,
      number: { prefix: 'Р', num: 417 },
      'title/kk': 'Теректісай аудандық атқару комитеті',
      'title/ru': 'Теректысайский районный исполнительный комитет',
    }),
    newRecord(inventory, 'inventory', {
      parent: fonds,
      number: { num: 2 },
      'title/kk': 'Тұрақты сақталатын істер',
      'title/ru': 'Дела постоянного хранения',
    }),
    textEdit,
    dateEdit,
    binnedEdit,
  ]);
  await world.connect(laptop);
  await world.settle();
  for (const station of [desk, laptop]) station.line.setDown(true);
  await write(desk, [
    setFields(await viewAt(desk, text), {
      'title/kk': 'Теректісай ауылдық кеңесінің жалпы жиналысының хаттамалары, 1934–1936 жылдар',
      'title/ru': 'Протоколы общих собраний Теректысайского сельского совета, 1934 год',
    }),
    setFields(await viewAt(desk, date), { dates: { edtf: '1934/1936', written: '1934–1936' } }),
    deleteRecord(await viewAt(desk, binned)),
    unit(inventory, 77, 'Мектептер туралы жазысқан хаттар', 'Переписка о школах')[1],
  ]);
  await write(laptop, [
    setFields(await viewAt(laptop, text), {
      'title/kk': 'Теректісай ауылдық кеңесінің жалпы жиналысының хаттамалары мен шешімдері, 1934 жыл',
      'title/ru': 'Протоколы собраний Теректысайского сельсовета, 1934 год',
    }),
    setFields(await viewAt(laptop, date), { dates: { edtf: '1935/1937', written: '1935–1937 гг.' } }),
    setFields(await viewAt(laptop, binned), { 'title/ru': 'Складская книга, 1931–1933 годы' }),
    unit(inventory, 77, 'Емханаға берілген тапсырмалар', 'Поручения больнице')[1],
  ]);
  for (const station of [desk, laptop]) station.line.setDown(false);
  await world.settle();
  await holdBack(world, laptop, text);
  await leaveStep(desk);
  // Who wrote on which machine is told in the next greeting.
  await desk.call('sync.now', {});
  await until('the machines are known', async () => {
    const { stations } = await desk.call('sync.stations', {});
    return stations.some(({ isThis, name }) => !isThis && name === laptop.name);
  });
  // The scan's description travels now, and the scan itself at another hour.
  const soon = (new Date().getHours() + 6) % 24;
  await desk.call('sync.setPlan', { plan: { hours: { from: soon, to: (soon + 1) % 24 } } });
  const bytes = new Uint8Array(await makeMarkedTiff(2));
  await importFiles(desk, [{ name: 'хаттама 14.tif', bytes }]);
  await until('the other one knows of it', async () => {
    for (const station of [desk, laptop]) await station.call('sync.now', {});
    return (await laptop.states()).some(({ t }) => t === 'document');
  });
  desk.line.setDown(true);
  await write(desk, [setFields(await viewAt(desk, inventory), { 'title/en': 'Records kept for good' })]);
  mkdirSync(disk);
  await desk.call('bundle.write', { folder: disk });
  await until('the bundle is written', async () => {
    const { jobs } = await desk.call('job.list', {});
    return jobs.some(({ kind, state }) => kind === 'bundleWrite' && state === 'done');
  });
  const { bundles } = await laptop.call('bundle.look', { folder: disk });
  const states = (await desk.states()).map(viewOf);
  const scan = must(
    states.find(({ t, values }) => t === 'document' && values['file'] !== undefined),
    'the document of the scan',
  ).id;
  must(bundles[0], 'a bundle');
  return { text, date, binned, scan, disk };
}
