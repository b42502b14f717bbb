/** Words that Kazakh has from Russian or both have from elsewhere: with the endings of either they are one word. Pure. */
import { LOANS } from './kazakh-words.ts';
import { withoutFleeting } from './stem-russian.ts';

/** What archives speak of and the dictionary of Kazakh lacks. */
const FURTHER =
  'район фонд коллектив кадр завод исполком райком обком губком уком ревком горком крайком облисполком комсомол партком профсоюз трест синдикат артель приказ ' +
  'протокол рапорт мандат паспорт анкета декрет циркуляр бюллетень телеграмма волость уезд губерния округ край республика область станица кредит налог бюджет ' +
  'сектор отдел пленум съезд конференция делегат депутат председатель секретарь инспектор инструктор милиция отряд полк батальон дивизия гарнизон фронт госпиталь ' +
  'техникум институт университет училище интернат клуб театр музей редакция газета журнал типография фабрика комбинат рудник шахта нефть электростанция вокзал вагон ' +
  'жалоба ссылка доклад материал квартал баланс аул акт смета анкета урал';
/** `накладная`, `рабочий`, `семья`: their endings are of another kind. */
const OTHER_KIND = /(?:(?:[нвч]|ск)(?:[оыи]й|ая)|ь[яе])$/u;
const WORDS = new Set(`${LOANS} ${FURTHER}`.split(' ').filter((word) => !OTHER_KIND.test(word)));

const LAST = /[аеиоуыэюяйь]$/u;
/** Endings of Russian nouns. */
const ENDINGS = new Set('ами ями ах ях ам ям ов ев ей ой ою ею ью ом ем а я о е у ю ы и ь й'.split(' '));
const LONGEST = 3;

/** What stands before an ending → the stem, which may lack a vowel of it. */
const STEMS: ReadonlyMap<string, string> = new Map(
  [...WORDS].flatMap((word) => {
    const base = word.replace(LAST, '');
    const stem = withoutFleeting(base);
    return [[base, stem] as const, [stem, stem] as const];
  }),
);

/** The stem of one of these words, with a Russian ending or without one; null for other words. Takes small letters. */
export function stemOfLoan(word: string): string | null {
  const own = WORDS.has(word) ? STEMS.get(word.replace(LAST, '')) : undefined;
  if (own !== undefined) return own;
  for (let length = LONGEST; length > 0; length--) {
    const stem = ENDINGS.has(word.slice(-length)) ? STEMS.get(word.slice(0, -length)) : undefined;
    if (stem !== undefined) return stem;
  }
  return STEMS.get(word) ?? null;
}

/** Takes a word in small letters. */
export function isLoan(word: string): boolean {
  return WORDS.has(word);
}
