/** Words that Kazakh has from Russian or both have from elsewhere: with the endings of either they are one word. Pure. */
import { LOANS } from './kazakh-words.ts';

/** What archives speak of and the dictionary of Kazakh lacks. */
const FURTHER =
  'район фонд коллектив кадр завод исполком райком обком губком уком ревком горком крайком облисполком комсомол партком профсоюз трест синдикат артель приказ ' +
  'протокол рапорт мандат паспорт анкета декрет циркуляр бюллетень телеграмма волость уезд губерния округ край республика область станица кредит налог бюджет ' +
  'сектор отдел пленум съезд конференция делегат депутат председатель секретарь инспектор инструктор милиция отряд полк батальон дивизия гарнизон фронт госпиталь ' +
  'техникум институт университет училище интернат клуб театр музей редакция газета журнал типография фабрика комбинат рудник шахта нефть электростанция вокзал вагон';
const WORDS = new Set(`${LOANS} ${FURTHER}`.split(' '));

/** Takes a word in small letters. */
export function isLoan(word: string): boolean {
  return WORDS.has(word);
}
