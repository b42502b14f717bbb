/** Whether a Kazakh word is made of a known one by endings. Pure. */
import { canEnd, formsOf, hardened } from './kazakh-endings.ts';

/** Endings by their place, the outermost first; more of them than the stemmer takes off, since a dictionary has the last word. */
// prettier-ignore
const PLACES: readonly ReadonlyMap<string, string>[] = [
  formsOf(['MIн', 'сIң', 'сIз', 'MIз', 'сIңдAр', 'сIздAр', 'DAй', 'нDAй', 'шA', 'DIр']),
  formsOf(['DAGI', 'нDAGI', 'нікі', 'дікі', 'тікі']),
  formsOf(['ҢIң', 'GA', 'нA', 'A', 'NI', 'DA', 'нDA', 'ЫAн', 'Mен', 'Iн', 'сIн', 'н']),
  formsOf(['Iм', 'м', 'Iң', 'ң', 'сI', 'I', 'IмIз', 'мIз', 'IңIз', 'ңIз']),
  formsOf(['LAр']),
  formsOf(['лIк', 'лIқ', 'DIк', 'DIқ', 'LI', 'шI', 'сIз']),
  formsOf([
    'у', 'ушI', 'GAн', 'AтIн', 'йтIн', 'AдI', 'йдI', 'AмIн', 'AмIз', 'AсIз', 'AсIң', 'ймIн', 'ймIз', 'йсIз', 'йсIң', 'GAлI', 'IпDI', 'пDI', 'Iп', 'п', 'DI', 'DIм',
    'DIң', 'DIңIз', 'DIк', 'DIқ', 'Aр', 'р', 'сA', 'сAм', 'сAң', 'AйIн', 'йIн', 'MAс', 'Aй', 'й', 'A', 'сIн', 'MAк', 'MAқ', 'IңIз', 'ңIз',
  ]),
  formsOf(['MA']),
  formsOf(['Iл', 'л', 'Iн', 'н', 'DIр', 'т', 'Iс', 'с']),
];
const KAZAKH = /^[\u0430-\u044fәғқңөұүһі]+$/u;
const LONGEST_ENDING = 6;
/** A word has hardly more endings, and each one more makes a garbled word likelier to pass. */
const MOST = 4;
const LEAST = 3;

/** Takes endings off `word` until `isKnown` knows what is left, as it stands, with its last sound hard, or as a verb in `-у`. */
export function knownWithoutEndings(word: string, isKnown: (word: string) => boolean): boolean {
  return KAZAKH.test(word) && search(word, 0, MOST, isKnown);
}

function search(word: string, from: number, most: number, isKnown: (word: string) => boolean): boolean {
  for (let place = from; place < PLACES.length; place++) {
    for (let length = 1; length <= LONGEST_ENDING && word.length - length >= LEAST; length++) {
      const ending = word.slice(-length);
      const rest = word.slice(0, -length);
      if (PLACES[place]?.get(ending)?.includes(rest.at(-1) ?? '') !== true || !canEnd(rest, ending)) continue;
      if (isKnown(rest) || isKnown(hardened(rest)) || isKnown(`${rest}у`)) return true;
      if (most > 1 && search(rest, place + 1, most - 1, isKnown)) return true;
    }
  }
  return false;
}
