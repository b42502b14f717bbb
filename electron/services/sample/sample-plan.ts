/** The sample archive as records and files. Ids follow from the archive's, so that opening it again makes nothing twice. */
import { must } from '../../../shared/must.ts';
import { parseNumber } from '../../../shared/model/number-part.ts';
import { readDates } from '../../../shared/model/dates.ts';
import { TAG_PREFIX } from '../../../shared/model/record-types.ts';
import type { Json } from '../../../shared/json.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { sampleFonds, sampleTags, type Form, type SampleUnit, type Text } from './sample-texts.ts';

/** A record to be made if it is not there yet; parents come before their children. */
export type PlannedRecord = {
  readonly id: RecordId;
  readonly t: string;
  readonly fields: Readonly<Record<string, Json>>;
};

export type PlannedFile = {
  /** Its name in the import; ASCII, because a scanner would have given it one. */
  readonly name: string;
  readonly unit: RecordId;
  /** What the document gets when it is put into its unit. */
  readonly fields: Readonly<Record<string, Json>>;
  readonly drawing: Drawing;
};

/** What the drawing process has to know of a file. */
export type Drawing = {
  readonly form: Exclude<Form, 'none'>;
  readonly look: Look;
  readonly stamp: boolean;
  readonly pages: readonly (readonly string[])[];
};
/** By typewriter, in print, by hand. */
export type Look = 'typed' | 'printed' | 'written';

export type SamplePlan = { readonly records: PlannedRecord[]; readonly files: PlannedFile[] };

const ENDINGS = { jpeg: 'jpg', tiff: 'tif', pdf: 'pdf', garbled: 'pdf' } as const;
/** A person's own papers are written by hand, a party cell had its forms printed, an office typed. */
const LOOKS: readonly (readonly [RegExp, Look])[] = [
  [/^\d/, 'written'],
  [/^П/, 'printed'],
];

/** The unit for the map, and the map's file; it is drawn on demand only. */
const MAP_UNIT = 'Р-5/1/15';
const MAP_NAME = 'map-200-megapixels.tif';

/** The map: what the document of its file gets. */
export type PlannedMap = Pick<PlannedFile, 'name' | 'unit' | 'fields'>;

/** The map of the district; it goes into a unit of the sample. */
export function planMap(archive: RecordId): PlannedMap {
  const unit = derivedId(archive, `sample unit ${MAP_UNIT}`);
  const fields = {
    parent: unit,
    'title/kk': 'Теректісай ауданының жер пайдалану картасы',
    'title/ru': 'Карта землепользования Теректисайского района',
    'title/en': 'Land use map of Terektisai District',
    dates: readDates('1936'),
    [`${TAG_PREFIX}${derivedId(archive, 'sample tag map')}`]: true,
  };
  return { name: MAP_NAME, unit, fields };
}

/** The plan of the sample in this archive. */
export function planSample(archive: RecordId): SamplePlan {
  const idOf = (name: string) => derivedId(archive, `sample ${name}`);
  const records: PlannedRecord[] = [];
  const files: PlannedFile[] = [];
  for (const [name, { kk, ru, en, colour }] of Object.entries(sampleTags())) {
    const fields = { 'label/kk': kk, 'label/ru': ru, 'label/en': en, colour };
    records.push({ id: idOf(`tag ${name}`), t: 'tag', fields });
  }
  const add = (t: string, name: string, fields: Record<string, Json>): RecordId => {
    const id = idOf(`${t} ${name}`);
    records.push({ id, t, fields });
    return id;
  };

  for (const fonds of sampleFonds()) {
    const fondsId = add('fonds', fonds.number, {
      parent: null,
      number: numberOf(fonds.number),
      dates: readDates(fonds.dates),
      ...titles(fonds.title),
    });
    for (const inventory of fonds.inventories) {
      const path = `${fonds.number}/${inventory.number}`;
      const inventoryId = add('inventory', path, {
        parent: fondsId,
        number: numberOf(inventory.number),
        ...titles(inventory.title),
      });
      for (const unit of inventory.units) {
        const unitPath = `${path}/${unit.number}`;
        const tags = Object.fromEntries(
          unit.tags.map((tag) => [`${TAG_PREFIX}${idOf(`tag ${tag}`)}`, true] as const),
        );
        const unitId = add('unit', unitPath, {
          parent: inventoryId,
          number: numberOf(unit.number),
          dates: readDates(unit.dates),
          ...titles(unit.title),
          ...tags,
        });
        files.push(...filesOf(unit, unitPath, unitId, lookOf(fonds.number)));
      }
    }
  }
  return { records, files };
}

/** Photographs are a file each, everything else is one file for the whole unit. */
function filesOf(unit: SampleUnit, path: string, id: RecordId, look: Look): PlannedFile[] {
  const { form, pages, stamp } = unit;
  if (form === 'none') return [];
  const parts = form === 'jpeg' ? pages.map((page) => [page]) : [pages];
  return parts.map((part, index) => ({
    name: `${asciiOf(path)}${parts.length > 1 ? `-${index + 1}` : ''}.${ENDINGS[form]}`,
    unit: id,
    fields: { parent: id, ...titles(headingOf(part)) },
    drawing: { form, look, stamp: stamp && index === parts.length - 1, pages: part },
  }));
}

/** Of a Kazakh text every seventh letter is one that Russian has not; a Russian one has them in names only. */
const KAZAKH_SHARE = 0.04;

/** The heading of its first page in the language that it is written in, if it has one. */
function headingOf(pages: readonly (readonly string[])[]): Text {
  const heading = (pages[0] ?? [])
    .filter((paragraph) => paragraph.startsWith('^'))
    .flatMap((paragraph) => paragraph.slice(1).split(' '))
    .map((word) => (word === word.toLocaleUpperCase('kk') ? word.toLocaleLowerCase('kk') : word))
    .join(' ');
  if (heading === '') return {};
  const title = heading.charAt(0).toLocaleUpperCase('kk') + heading.slice(1);
  const text = (pages[0] ?? []).join(' ');
  const share = (text.match(/[әғқңөұүһі]/giu)?.length ?? 0) / text.length;
  return share > KAZAKH_SHARE ? { kk: title } : { ru: title };
}

function titles(text: Text): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(text).flatMap(([language, title]) =>
      title === undefined ? [] : [[`title/${language}`, title] as const],
    ),
  );
}

function numberOf(text: string): Json {
  return { ...must(parseNumber(text), 'the sample has numbers that can be read') } as Json;
}

function lookOf(fonds: string): Look {
  return LOOKS.find(([pattern]) => pattern.test(fonds))?.[1] ?? 'typed';
}

const LATIN: Readonly<Record<string, string>> = { Р: 'r', П: 'p', л: 'l', с: 's', а: 'a' };

function asciiOf(path: string): string {
  const letters = Array.from(path, (letter) => LATIN[letter] ?? (/[0-9]/.test(letter) ? letter : '-'));
  return letters.join('').replaceAll(/-+/g, '-');
}
