/** Reads a dictionary of Hunspell (`.aff` and `.dic`) and spells its words out with the endings that it allows. */
import { readFileSync } from 'node:fs';

type Rule = { readonly strip: string; readonly add: string; readonly when: RegExp };
type Affix = { readonly isSuffix: boolean; readonly rules: Rule[] };

/** Every word of the dictionary with one affix at most; `true` where it has an entry of its own. `fold` gives null to leave a word out. */
export function readHunspell(stem: string, fold: (word: string) => string | null): Map<string, boolean> {
  const affixes = readAffixes(linesOf(`${stem}.aff`));
  const words = new Map<string, boolean>();
  const take = (word: string, isHead: boolean) => {
    const folded = fold(word);
    if (folded !== null && (isHead || !words.has(folded))) words.set(folded, isHead);
  };
  for (const line of linesOf(`${stem}.dic`).slice(1)) {
    const [word = '', flags = ''] = line.trim().split(/[\s]/u)[0]?.split('/') ?? [];
    if (word === '') continue;
    take(word, true);
    for (const flag of flags) for (const each of formsOf(word, affixes.get(flag))) take(each, false);
  }
  return words;
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u);
}

function readAffixes(lines: readonly string[]): Map<string, Affix> {
  const affixes = new Map<string, Affix>();
  for (const line of lines) {
    const [kind, flag = '', strip = '', add = '', condition = '.'] = line.trim().split(/\s+/u);
    if (kind !== 'SFX' && kind !== 'PFX') continue;
    const isSuffix = kind === 'SFX';
    const known = affixes.get(flag);
    // The first line of each says how many follow.
    if (known === undefined) affixes.set(flag, { isSuffix, rules: [] });
    else
      known.rules.push({
        strip: strip === '0' ? '' : strip,
        add: (add === '0' ? '' : add).split('/')[0] ?? '',
        when: new RegExp(isSuffix ? `(?:${condition})$` : `^(?:${condition})`, 'u'),
      });
  }
  return affixes;
}

function formsOf(word: string, affix: Affix | undefined): string[] {
  if (affix === undefined) return [];
  const { isSuffix, rules } = affix;
  return rules
    .filter(
      ({ strip, when }) => (isSuffix ? word.endsWith(strip) : word.startsWith(strip)) && when.test(word),
    )
    .map(({ strip, add }) =>
      isSuffix ? word.slice(0, word.length - strip.length) + add : add + word.slice(strip.length),
    );
}
