/** The words that archivists write dates with, in Kazakh, Russian and English. All matching is on small letters. */

/** Months by their two digits; a stem takes any ending (`марта`, `наурыздың`). */
const MONTHS: readonly (readonly [RegExp, string])[] = [
  [/^(?:янв(?:ар\p{L}{1,2})?|қаңтар\p{L}{0,5}|jan(?:uary)?)$/u, '01'],
  [/^(?:февр?(?:ал\p{L}{1,2})?|ақпан\p{L}{0,5}|feb(?:ruary)?)$/u, '02'],
  [/^(?:мар(?:т\p{L}{0,2})?|наурыз\p{L}{0,5}|mar(?:ch)?)$/u, '03'],
  [/^(?:апр(?:ел\p{L}{1,2})?|сәуір\p{L}{0,5}|apr(?:il)?)$/u, '04'],
  [/^(?:ма[йяею]|мамыр\p{L}{0,5}|may)$/u, '05'],
  [/^(?:июн\p{L}{0,2}|маусым\p{L}{0,5}|june?)$/u, '06'],
  [/^(?:июл\p{L}{0,2}|шілде\p{L}{0,5}|july?)$/u, '07'],
  [/^(?:авг(?:уст\p{L}{0,2})?|тамыз\p{L}{0,5}|aug(?:ust)?)$/u, '08'],
  [/^(?:сент?(?:ябр\p{L}{1,2})?|қыркүйек\p{L}{0,5}|sept?(?:ember)?)$/u, '09'],
  [/^(?:окт(?:ябр\p{L}{1,2})?|қазан\p{L}{0,5}|oct(?:ober)?)$/u, '10'],
  [/^(?:ноя(?:б|бр\p{L}{1,2})?|қараша\p{L}{0,5}|nov(?:ember)?)$/u, '11'],
  [/^(?:дек(?:абр\p{L}{1,2})?|желтоқсан\p{L}{0,5}|dec(?:ember)?)$/u, '12'],
  // EDTF numbers the seasons after the months.
  [/^(?:весн(?:а|ы|е|ой|у)|көктем(?:і|де|інде)?|spring)$/u, '21'],
  [/^(?:лет(?:о|а|ом)$|жаз(?:ы|да|ында)?$|summer$)/u, '22'],
  [/^(?:осен(?:ь|и|ью)$|күз(?:і|де|інде)?$|autumn$|fall$)/u, '23'],
  [/^(?:зим(?:а|ы|е|ой|у)$|қыс(?:ы|та|ында)?$|winter$)/u, '24'],
];

/** `г.`, `годы`, `ж.`, `жылғы`: they say nothing that the number does not. */
const YEAR_WORD =
  /^(?:гг?|год(?:а|у|ом|е|ы|ов|ах|ам)?|жж?|жыл(?:ы|ғы|дың|дан|ға|да|ынан|ына|ында)?|years?|в|во|on|in|of|the)$/u;

/** The ending of a decade: `1930-е`, `1930-х`, `1930-жылдар`, `1930s`. */
const DECADE_WORD = /^(?:е|ые|х|ых|жылдар(?:ы|да|дың|ында)?|шы|ші|s)$/u;

export const CENTURY_WORD =
  /(?:вв?|век(?:а|ов|и|е)?|ст|ғғ?|ғасыр(?:дың|да|лар|ы|ларда)?|c|cent|century|centuries)\.?$/u;

/** Which half or end of a century or decade: kept in the text as written, too fine for EDTF. */
const PART_OF_PERIOD =
  /^(?:начал[оае]|конец|конц[ае]|середин[аые]|перв(?:ая|ой)|втор(?:ая|ой)|половин[аые]|басы(?:нда)?|аяғы(?:нда)?|соңы(?:нда)?|ортасы(?:нда)?|бірінші|екінші|жартысы|early|late|mid|first|second|half)$/u;

const CIRCA =
  /^(?:ок|около|приблизительно|примерно|шамамен|шамасы(?:нда)?|жуық|ca|c|circa|about|approx|approximately)$/u;
const PERHAPS = /^(?:вероятно|предположительно|предп|возможно|мүмкін|бәлкім|probably|perhaps)$/u;

/** Stands for a word that is left out. */
const NOTHING = ' ';

/** What a word comes to: `@03` a month or season, `#` a decade, `~` about, `?` perhaps, a space for nothing; null: another word. */
export function meaningOf(word: string): string | null {
  if (YEAR_WORD.test(word) || PART_OF_PERIOD.test(word)) return NOTHING;
  if (DECADE_WORD.test(word)) return '#';
  if (CIRCA.test(word)) return '~';
  if (PERHAPS.test(word)) return '?';
  const month = MONTHS.find(([stem]) => stem.test(word));
  return month === undefined ? null : `@${month[1]}`;
}

const NO_DATE =
  /^(?:б\.? ?д|б\/д|без дат[ыа]?|без указания даты|дат[аы] не (?:указан[аы]|установлен[аы])|не датирован[оа]?|күні (?:жоқ|көрсетілмеген)|күнсіз|мерзімі (?:жоқ|көрсетілмеген)|жылы (?:жоқ|көрсетілмеген)|n\.? ?d|no date|undated|without date)$/u;

/** Whether the text says that there is no date, which is no mistake: `б. д.`, `без даты`, `күні жоқ`. */
export function isUndated(written: string): boolean {
  const text = written
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[[( ]+|[\]). ]+$/gu, '');
  return NO_DATE.test(text);
}

/** Roman numerals, also typed with the Cyrillic letters that look like them; null when it is none up to 30. */
export function romanToNumber(text: string): number | null {
  const roman = text.replaceAll('х', 'x').replaceAll('і', 'i');
  const found = ROMANS.indexOf(roman);
  return found === -1 ? null : found + 1;
}

const ONES = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'];
const ROMANS = ['', 'x', 'xx'].flatMap((tens) => ONES.map((ones) => tens + ones)).slice(1);
