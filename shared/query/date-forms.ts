/** The forms in which a day or a month stands in texts of the three languages. Pure. */

// prettier-ignore
const MONTHS = {
  kk: ['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым', 'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан'],
  ru: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  ruAlone: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
} as const;

/** Words in their order, with so many others between them. */
export type DateForm = { readonly text: string; readonly slack: number };

/**
 * A day `YYYY-MM-DD` or a month `YYYY-MM` as it may be written. Of a day with its words in order; `2009 жылғы 29 тамыз` and
 * `2009 ж. 29 тамыз` are one form with a word between.
 */
export function dateForms(edtf: string): DateForm[] {
  const [year = '', month = '', day = ''] = edtf.split('-');
  const of = (names: readonly string[]) => names[Number(month) - 1] ?? '';
  if (day === '') {
    return [of(MONTHS.kk), of(MONTHS.ruAlone), of(MONTHS.en)].map((name) => ({
      text: `${name} ${year}`,
      slack: 2,
    }));
  }
  const short = String(Number(day));
  return [
    { text: `${day}.${month}.${year}`, slack: 0 },
    { text: `${short} ${of(MONTHS.ru)} ${year}`, slack: 0 },
    { text: `${year} ${short} ${of(MONTHS.kk)}`, slack: 1 },
    { text: `${short} ${of(MONTHS.kk)} ${year}`, slack: 0 },
    { text: `${short} ${of(MONTHS.en)} ${year}`, slack: 0 },
    { text: `${of(MONTHS.en)} ${short} ${year}`, slack: 0 },
    { text: `${year}-${month}-${day}`, slack: 0 },
  ];
}
