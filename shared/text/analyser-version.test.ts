/** Holds the keys of words to `ANALYSER_VERSION`: an index made with other keys under the same number would not be made anew. */
import { expect, it } from 'vitest';
import { analyse, ANALYSER_VERSION, type TextKind } from './analyse.ts';
import { codeTokens } from './code-tokens.ts';
import { parseReferenceCode } from '../model/reference-code.ts';
import { must } from '../must.ts';

// prettier-ignore
const TYPED = [
  'Архив архивтің архивами опись описью дело делах фонд фонды список списки приказ отчёт отчётов переписок совхоз колхозының протоколы заявлений жалобам ведомостью',
  'құжатын тізімдемесі ісінде қоры хаттаманы бұйрығы есепті өтініші кеңшарға ауданы мектепті кеңсесі халқы төрағасы қаулысы балалар сақталған көрсетеді',
  'партиям казах казахи крестьян граждан бойцы писем земель урала журнала бай баев адамы шеберханасы',
  'Қазақ АССР-інің Алма-\nАта ар-\nхив 1937 ж. 1946ж 29.08.2009 2009 жылғы 29 тамыз 1941–45 ХІХ IY ٣١ 12а',
  "об'ём Қазақ’стан İstanbul И\u0306ОД ко\u00adопе\u200bратив дѣлъ исторія Ќазаќстан Pыcқұлoв",
  'architects collectivization reports Qazaq Qazaqstan қазақ Qazaƣ قازاق مَكتَب',
];
// prettier-ignore
const READ = ['к;астерл1 ¥лттьщ міндетт! кен,ес жол+анына сөйлем,сөз хив-\n1мен 1,7 Алға!Қазақ @сіп'];
const CODES = ['Ф. Р-5. Оп. 1. Д. 123', 'Ф. 12, оп. 2-лс, д. 45 т. 2', 'P-7/1/3а'];

/** Other keys: put the version up, and the number printed here beside it. */
const PINNED = { version: 10, keys: 1301471108 };

it('keys stay what they are as long as the version does', () => {
  const keysOf = (texts: readonly string[], kind: TextKind) =>
    texts.flatMap((text) =>
      analyse(text, kind).map(({ exact, also, stem, sound, numbers }) => [exact, also, stem, sound, numbers]),
    );
  const codes = CODES.map((code) => codeTokens(must(parseReferenceCode(code), code)));
  const all = JSON.stringify([keysOf(TYPED, 'typed'), keysOf(READ, 'read'), codes]);
  expect({ version: ANALYSER_VERSION, keys: checksum(all) }).toEqual(PINNED);
});

/** FNV-1a over UTF-16 units. */
function checksum(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return sum;
}
