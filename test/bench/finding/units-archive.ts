/** The units that engines are raced over: a generated archive, and in it some described by hand, which ten kinds of query are to find. */
import type { Json } from '../../../shared/json.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import { textOf } from '../../../shared/model/record-values.ts';
import { printReferenceCode } from '../../../shared/model/print-reference-code.ts';
import { generateArchive } from '../../fixtures/generate-archive.ts';

export type RacedUnit = {
  readonly id: string;
  readonly fields: Readonly<Record<string, Json>>;
  readonly fonds: NumberPart;
  readonly inventory: NumberPart;
  readonly unit: NumberPart;
};

export type UnitQuery = { readonly kind: UnitQueryKind; readonly text: string; readonly wanted: string };

/** What people ask for, and the unit that they mean. Titles are made up; the dates are the unit's. */
const PLANTED = {
  'kazakh endings': [
    ['Қолөнершілер артелінің мүшелері туралы тізім', 'қолөнерші артель'],
    ['Шаруашылықтардың егін жинау есептері', 'шаруашылық егіні'],
    ['Шеберханаларындағы шәкірттердің тізімдері', 'шеберхана шәкірт'],
    ['Көпестерінің дүкендеріне берілген куәліктер', 'көпес дүкен'],
    ['Балықшыларымыздың қайықтары жөнінде', 'балықшы қайық'],
    ['Жылқышыларға берілген жәрдемақы', 'жылқышылардың жәрдемақысы'],
  ],
  'russian cases': [
    ['О ремонте водяных мельниц', 'водяная мельница'],
    ['Жалобы рыбаков на скупщиков', 'рыбак скупщик'],
    ['Списки учеников ремесленного училища', 'ремесленные училища'],
    ['Сведения о кочевых аулах степной полосы', 'кочевой аул'],
    ['Отчёты ветеринарных врачей', 'ветеринарный врач'],
    ['Перепись верблюдов и овец', 'верблюд овца'],
  ],
  'no kazakh keyboard': [
    ['Қызылқұм құдықтары', 'кызылкум кудыктары'],
    ['Әулиеағаш өңірі', 'аулиеагаш онири'],
    ['Жүнді өңдеу', 'жунди ондеу'],
    ['Тұзкөл кәсіпшілігі', 'тузкол касипшилиги'],
    ['Ұшқонған ауылы', 'ушконган ауылы'],
    ['Бөгенсай бөгеті', 'богенсай богети'],
  ],
  'latin kazakh': [
    ['Шұбартау жайлауы', 'Şūbartau jailauy'],
    ['Теңдік қоғамы', 'Teñdık qoğamy'],
    ['Жетіқоңыр құмы', 'Jetıqoñyr qūmy'],
    ['Өрнекті артелі', 'Örnektı artelı'],
    ['Көктөбелік дерек', 'Köktöbelık derek'],
    ['Сұлтанбектің хаты', 'Sūltanbektıñ haty'],
  ],
  'names in two spellings': [
    ['Тұрсынбай Қожағұлов', 'Турсынбай Кожагулов'],
    ['Личное дело Омирзака Кулсариева', 'Өмірзақ Құлсариев'],
    ['Есенғали Мұқатаев', 'Есенгали Мукатаев'],
    ['Ғалиакбар Тоқсанов', 'Галиакбар Токсанов'],
    ['Рысқұлбек Сәрсенов', 'Рыскулбек Сарсенов'],
    ['Байдаулетов Жумагали', 'Жұмағали Байдәулетов'],
  ],
  'reference codes': [
    ['Шағым', 'Р-77/3/531'],
    ['Рапорт', 'ф. Р-77 оп. 3 д. 532'],
    ['Баяндама', 'Р-77 қор 3-тізімдеме 533-іс'],
    ['Донесение', 'фр77 оп3 д534'],
    ['Мәлімет', 'Ф.Р-77, Оп.3, Д.535'],
    ['Выписка', 'Фонд Р-77 опись 3 дело 536'],
  ],
  years: [
    ['Кіріс кітабы', '1781', '1781'],
    ['Шығыс кітабы', '1783 жыл', '1783'],
    ['Метрическая книга', '1785 г.', '1785'],
    ['Ревизская сказка', '1787', '1786/1788'],
    ['Межевая книга', '1791..1793', '1792'],
    ['Шнуровая книга', '1794-1796', '1794/1796'],
  ],
  beginnings: [
    ['Қымызханалардың есебі', 'қымызхан*'],
    ['Зернохранилища на пристанях', 'зернохран*'],
    ['Тарғыл бұзаулар', 'тарғы*'],
    ['Телеграфисты и станционные смотрители', 'телеграфи*'],
    ['Сырдариялық кемешілер', 'кемеші*'],
    ['Огнестойкость построек', 'огнестой*'],
  ],
  slips: [
    ['Водовозчики', 'водовозчеки'],
    ['Диірменшілер одағы', 'диірмешілер'],
    ['Каменотёсы', 'каменатесы'],
    ['Кірешілердің шоты', 'кірешілердіц'],
    ['Пасечники', 'песечники'],
    ['Құсбегілер', 'құсбегілир'],
  ],
  phrases: [
    ['О продаже соляных озёр в аренду', '"соляных озёр в аренду"'],
    ['Ақ боз үй тігу', '"ақ боз үй"'],
    ['Наряд на сплав плотов', '"сплав плотов"'],
    ['Қара жол бойындағы бекет', '"қара жол бойындағы"'],
    ['Книга записи подорожных', '"записи подорожных"'],
    ['Көк пар додасы', '"көк пар"'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [string, string, string?])[]>>;

export type UnitQueryKind = keyof typeof PLANTED | 'common words';
export const UNIT_QUERY_KINDS = [
  ...(Object.keys(PLANTED) as (keyof typeof PLANTED)[]),
  'common words',
] as const;

/** As typed in an archive every day; whom they find is not asked. */
const COMMON = [
  'переписк',
  'приказы уездного исполкома',
  'қоныс аудару',
  'личное дело',
  'мектеп',
  'железная дорога',
  'тұз',
  'с',
];

const FONDS: NumberPart = { prefix: 'Р', num: 77 };
const INVENTORY: NumberPart = { num: 3 };
const FIRST_UNIT = 500;
const OTHER_YEARS = '1901';

/** `units` of them, those described by hand spread among them. */
export function racedUnits(units: number, seed: number): RacedUnit[] {
  const hand = planted();
  const raced: RacedUnit[] = [];
  const numbers = new Map<string, { fonds: NumberPart; inventory: NumberPart }>();
  const step = Math.max(1, Math.floor(units / hand.length));
  for (const { id, t, f } of generateArchive({ units: units - hand.length, seed, unitsPerDocument: 0 })) {
    const { parent } = f;
    const above = typeof parent === 'string' ? numbers.get(parent) : undefined;
    const number = f['number'] as NumberPart | undefined;
    if (number === undefined) continue;
    if (t === 'fonds') numbers.set(id, { fonds: number, inventory: INVENTORY });
    if (above === undefined) continue;
    if (t === 'inventory') numbers.set(id, { ...above, inventory: number });
    if (t !== 'unit') continue;
    raced.push({ id, fields: f, ...above, unit: number });
    const next = raced.length % step === 0 ? hand.pop() : undefined;
    if (next !== undefined) raced.push(next);
  }
  return [...raced, ...hand];
}

/** The queries with the units that they mean; `wanted` is '' for common words. */
export function unitQueries(): UnitQuery[] {
  const planted = Object.entries(PLANTED).flatMap(([kind, pairs]) =>
    pairs.map(([title, text]) => ({ kind: kind as UnitQueryKind, text, wanted: idOf(title) })),
  );
  return [...planted, ...COMMON.map((text) => ({ kind: 'common words' as const, text, wanted: '' }))];
}

/** A unit as one text, as whoever has no program for archives would index it. */
export function plainText({ fields, ...code }: RacedUnit): string {
  const dates = fields['dates'] as { readonly written?: string } | undefined;
  const titles = (['title/kk', 'title/ru'] as const).map((field) => textOf(fields, field) ?? '');
  return [printReferenceCode(code, 'ru'), ...titles, dates?.written ?? ''].join(' ');
}

function planted(): RacedUnit[] {
  return Object.values(PLANTED)
    .flat()
    .map(([title, , edtf = OTHER_YEARS], i) => ({
      id: idOf(title),
      fields: {
        [/[әғқңөұүһі]/iu.test(title) ? 'title/kk' : 'title/ru']: title,
        dates: { written: edtf.replace('/', '–'), edtf },
      },
      fonds: FONDS,
      inventory: INVENTORY,
      unit: { num: FIRST_UNIT + 1 + i },
    }))
    .reverse();
}

function idOf(title: string): string {
  return `planted ${title}`;
}
