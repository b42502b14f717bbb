/** The ten kinds of query of the journey of finding, from what is typed to what a text and a record answer to. */
import { describe, expect, it } from 'vitest';
import { parseReferenceCode } from '../model/reference-code.ts';
import { must } from '../must.ts';
import { analyse, type Token } from '../text/analyse.ts';
import { codeTokens } from '../text/code-tokens.ts';
import { soundKeys } from '../text/sound-key.ts';
import { parseQuery } from './parse-query.ts';
import type { QueryNode, WordNode } from './query-node.ts';
import { wordsAsked } from './query-words.ts';
import { synonymTableOf } from './synonym-groups.ts';
import { costOf, isCertain, TIERS, type Tier } from './tiers.ts';

/** A record as plain as can be: words, tags, a code, days. */
type Thing = { text: string; tags?: string; code?: string; from?: string; to?: string };

const SYNONYMS = synonymTableOf([]);

/** Whether a thing answers a tree, by the keys of the analyser alone. */
function answers(node: QueryNode, thing: Thing): boolean {
  switch (node.kind) {
    case 'all':
      return node.parts.every((part) => answers(part, thing));
    case 'any':
      return node.parts.some((part) => answers(part, thing));
    case 'not':
      return !answers(node.part, thing);
    case 'word':
      return tokensOf(thing, node.field).some((token) => tierOf(node, token) !== null);
    case 'phrase': {
      const tokens = tokensOf(thing, node.field).map(({ exact }) => exact);
      return tokens.some((_, i) => node.words.every(({ exact }, k) => tokens[i + k] === exact));
    }
    case 'dates':
      return thing.from !== undefined && overlaps(node, thing.from, thing.to ?? thing.from);
    case 'code': {
      const code = parseReferenceCode(thing.code ?? '');
      return code !== null && node.tokens.every((token) => codeTokens(code).includes(token));
    }
    default:
      return false;
  }
}

function overlaps(days: { from: string | null; to: string | null }, from: string, to: string): boolean {
  return (days.to === null || from <= days.to) && (days.from === null || to >= days.from);
}

function tokensOf({ text, tags = '' }: Thing, field: string | null): Token[] {
  return analyse(field === 'tag' ? tags : `${text} ${tags}`, 'typed');
}

function tierOf({ word, mode, text }: WordNode, token: Token): Tier | null {
  if ([token.exact, ...token.also].some((form) => [word.exact, ...word.also].includes(form))) return 1;
  if (mode === 'exact') return null;
  if (mode === 'prefix') return token.exact.startsWith(word.exact) ? 1 : null;
  const isStem = (token.stem ?? token.exact) === (word.stem ?? word.exact);
  const isSound = token.sound !== null && soundKeys(text).includes(token.sound);
  return isStem || isSound ? 2 : null;
}

const answersTo = (query: string, thing: Thing) => {
  const { root, problem } = parseQuery(query, { synonyms: SYNONYMS, begun: false });
  expect([query, problem]).toEqual([query, null]);
  return answers(must(root, 'something is asked'), thing);
};

describe('the ten kinds of query', () => {
  it.each<[string, string, Thing, Thing]>([
    ['Kazakh with endings', 'кітапханалардың', { text: 'Аудандық кітапхана' }, { text: 'Аудандық мектеп' }],
    ['cases of Russian', 'протоколов собраний', { text: 'Протокол собрания' }, { text: 'Протокол допроса' }],
    ['no Kazakh keyboard', 'казак адебиети', { text: 'Қазақ әдебиеті' }, { text: 'Қазақ тілі' }],
    ['Kazakh in Latin letters', 'qazaq ádebieti', { text: 'Қазақ әдебиеті' }, { text: 'Қазақ тілі' }],
    ['a phrase', '"халық ағарту"', { text: 'халық ағарту бөлімі' }, { text: 'ағарту халық ісі' }],
    [
      'a reference code',
      'Р-417/2/133',
      { text: 'Хаттар', code: 'Ф. Р-417. Оп. 2. Д. 133' },
      { text: 'Хаттар', code: 'Ф. Р-417. Оп. 2. Д. 134' },
    ],
    [
      'a range of years',
      'хат 1937..1940',
      { text: 'Хат', from: '1940-05-01' },
      { text: 'Хат', from: '1941-01-01', to: '1945-12-31' },
    ],
    ['a tag and a text', 'тег:мұра хат', { text: 'Хат', tags: 'мәдени мұра' }, { text: 'мұра туралы хат' }],
    ['a name in two spellings', 'Турар Рыскулов', { text: 'Тұрар Рысқұлов' }, { text: 'Тұрар Рысқалиев' }],
    ['a synonym', 'кеңшар хаттары', { text: 'Письма совхоза' }, { text: 'Письма завода' }],
  ])('%s: %j', (_kind, query, found, passedOver) => {
    expect([answersTo(query, found), answersTo(query, passedOver)]).toEqual([true, false]);
  });

  it('garbled words: plain ones reach a little way, `~` farther, `=` nowhere', () => {
    const reaches = (query: string) =>
      wordsAsked(parseQuery(query).root).flatMap((node) => (node.kind === 'word' ? costOf(node.reach) : []));
    expect(reaches('міндетті сақтау~ кітап~0 =хат хат~3')).toEqual([0.1, 0.14, null, null, 0.18]);
    expect(TIERS.filter(isCertain)).toEqual([0, 1, 2]);
  });

  it('hold together with everything else', () => {
    const thing: Thing = {
      text: 'Қазақ АКСР Халық ағарту комиссариатының хаттамасы',
      tags: 'мұра',
      code: 'Ф. Р-81. Оп. 1. Д. 5',
      from: '1925-01-01',
      to: '1929-12-31',
    };
    const query =
      'Ф. Р-81 ("халық ағарту" ИЛИ здравоохранение) протокол -письмо тег:мұра дата:1920-е комисс*';
    expect(answersTo(query, thing)).toBe(true);
    expect(answersTo(query, { ...thing, text: `${thing.text}, хат` })).toBe(false);
    expect(answersTo(query, { ...thing, code: 'Ф. Р-82. Оп. 1. Д. 5' })).toBe(false);
    expect(answersTo(query, { ...thing, from: '1930-01-01', to: '1931-01-01' })).toBe(false);
  });
});
