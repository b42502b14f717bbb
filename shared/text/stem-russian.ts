/**
 * The Russian stemmer of Snowball (snowballstem.org/algorithms/russian/stemmer.html), written anew; what is left
 * out of it and put to it is said. Pure.
 */

const VOWEL = /[аеиоуыэюя]/u;
/** Snowball takes a bare `в`, `ив`, `ыв` off, too, and half of `архив`, `актив`, `состав`, `отрыв` with it. */
const PERFECTIVE_GERUND = /(?:(?<=[ая])(?:вшись|вши)|(?:ившись|ывшись|ивши|ывши))$/u;
const ADJECTIVE = /(?:ими|ыми|его|ого|ему|ому|ее|ие|ые|ое|ей|ий|ый|ой|ем|им|ым|ом|их|ых|ую|юю|ая|яя|ою|ею)$/u;
const PARTICIPLE = /(?:(?<=[ая])(?:ющ|вш|ем|нн|щ)|(?:ивш|ывш|ующ))$/u;
/** Snowball takes `сь` off every word; `опись`, `перепись`, `рукопись` have it of their own. */
const REFLEXIVE = /(?<!пи)с[ья]$/u;
const VERB =
  /(?:(?<=[ая])(?:ешь|йте|ете|нно|ть|ны|ли|ла|на|но|ло|ет|ют|ем|й|л|н)|(?:уйте|ейте|ила|ыла|ена|ите|или|ыли|ило|ыло|ено|ует|уют|ены|ить|ыть|ишь|ей|уй|ил|ыл|им|ым|ен|ят|ит|ыт|ую|ю))$/u;
const NOUN =
  /(?:иями|ями|ами|ией|иям|ием|иях|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$/u;
const DERIVATIONAL = /(?:ость|ост)$/u;
const SUPERLATIVE = /(?:ейше|ейш)$/u;

/** Words that lose a sound of their own or more than their ending by the rules. */
// prettier-ignore
const IRREGULAR: Readonly<Record<string, string>> = {
  казах: 'казах', писем: 'письм', земель: 'земл', деревень: 'деревн', тюрем: 'тюрьм', денег: 'деньг', судеб: 'судьб', сотен: 'сотн',
  бая: 'бай', баю: 'бай', баем: 'бай', бае: 'бай', баи: 'бай', баев: 'бай', баям: 'бай', баями: 'бай', баях: 'бай',
};
/** People by where they are from and what they are: `крестьянин`, `крестьяне`, `крестьян`. */
const PEOPLE = /(?<=(?:ь|двор|слав|арм)я|(?:щ|ич|сти|гражд)а)н(?:ин)?(?:а|у|ом|е|ы|ам|ами|ах)?$/u;

/** The stem of a Russian word in small letters, `ё` written `е`. */
export function stemRussian(word: string): string {
  const known = Object.hasOwn(IRREGULAR, word) ? IRREGULAR[word] : undefined;
  if (known !== undefined) return known;
  const people = PEOPLE.exec(word);
  return people === null ? withoutFleeting(stemByRules(word)) : word.slice(0, people.index + 1);
}

/** Snowball keeps a vowel that other forms of the word do not have: `список`, `списки`; `справок`, `справка`; `боец`, `бойцы`. */
export function withoutFleeting(stem: string): string {
  return stem
    .replace(/(?<=[аеиоуыэюя])е(?=[кц]$)/u, 'й')
    .replace(/(?<=[аеиоуыэюя].*л)е(?=ц$)/u, 'ь')
    .replace(/(?<=[аеиоуыэюя].*[бвгджзклмнпрстфхчшщ])е(?=ц$)/u, '')
    .replace(/(?<=.[аеиоуыэюя].*[бвгджзклмнпрстфхцчшщ])[ео](?=к$)/u, '');
}

function stemByRules(word: string): string {
  const rv = afterFirst(word, VOWEL, 0);
  if (rv >= word.length) return word;
  const r1 = afterFirst(word, /[^аеиоуыэюя]/u, rv);
  const r2 = afterFirst(word, /[^аеиоуыэюя]/u, afterFirst(word, VOWEL, r1));
  const head = word.slice(0, rv);
  let rest = inflectionless(word.slice(rv));
  rest = rest.replace(/и$/u, '');
  const derived = rest.replace(DERIVATIONAL, '');
  if (derived.length !== rest.length && rv + derived.length >= r2) rest = derived;
  rest = rest.endsWith('нн') ? rest.slice(0, -1) : withoutSuperlative(rest);
  return head + rest;
}

function inflectionless(rest: string): string {
  const gerund = rest.replace(PERFECTIVE_GERUND, '');
  if (gerund.length !== rest.length) return gerund;
  const plain = rest.replace(REFLEXIVE, '');
  const adjective = plain.replace(ADJECTIVE, '');
  if (adjective.length !== plain.length) return adjective.replace(PARTICIPLE, '');
  const verb = plain.replace(VERB, '');
  return verb.length === plain.length ? plain.replace(NOUN, '') : verb;
}

function withoutSuperlative(rest: string): string {
  const plain = rest.replace(SUPERLATIVE, '');
  if (plain.length !== rest.length) return plain.endsWith('нн') ? plain.slice(0, -1) : plain;
  return rest.replace(/ь$/u, '');
}

/** Behind the first letter of that kind at or after `from`; the word's length when there is none. */
function afterFirst(word: string, kind: RegExp, from: number): number {
  for (let at = from; at < word.length; at++) if (kind.test(word[at] ?? '')) return at + 1;
  return word.length;
}
