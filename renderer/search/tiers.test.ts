import { describe, expect, it } from 'vitest';
import { createSynonymTable } from '../../shared/query/synonyms.ts';
import { entry, ask } from './fixture-entries.ts';

describe('tiers', () => {
  const letters = entry('kk', { title: 'Тұрар Рысқұловтың хаттары' });
  const file = entry('ru', { title: 'Личное дело Рыскулова Турара' });

  it.each(['Турар Рыскулов', 'Тұрар Рысқұлов', 'Turar Rysqulov', 'Turar Rısqūlov', 'تۇرار رىسقۇلوۆ'])(
    'find a name in other scripts: %s',
    (name) => {
      const { hits, counts } = ask([letters, file], name);
      expect(hits.map(({ id }) => id).sort()).toEqual(['kk', 'ru']);
      expect(counts).toEqual({ certain: 2, uncertain: 0 });
      expect(hits.every(({ tier }) => tier === 1 || tier === 2)).toBe(true);
    },
  );

  it('tell what stands there in place of a word', () => {
    const [hit] = ask([letters], 'Рыскулов хаттары').hits;
    expect(hit?.stoodIn).toEqual([{ word: 'Рыскулов', as: 'рысқұловтың', tier: 2 }]);
    const [century] = ask([entry('c', { title: 'ХІХ ғасыр' })], '19 ғасыр').hits;
    expect(century?.stoodIn).toEqual([{ word: '19', as: 'хіх', tier: 2 }]);
  });

  it('stand in their order: the whole title, the words, other forms, near words', () => {
    const entries = [
      entry('near', { title: 'Шкода уезда' }),
      entry('form', { title: 'Школы уезда' }),
      entry('note', { title: 'Отчёт', note: 'школа уезда' }),
      entry('words', { title: 'Вторая школа уезда' }),
      entry('title', { title: 'Школа уезда' }),
    ];
    const { hits, counts } = ask(entries, 'школа уезда');
    expect(hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['title', 0],
      ['words', 1],
      ['note', 1],
      ['form', 2],
      ['near', 4],
    ]);
    expect(counts).toEqual({ certain: 4, uncertain: 1 });
    const certain = ask(entries, 'школа уезда', { certainty: 'certain' });
    expect([certain.hits.length, certain.counts.uncertain]).toEqual([4, 0]);
    const uncertain = ask(entries, 'школа уезда', { certainty: 'uncertain' });
    expect(uncertain.hits.map(({ id }) => id)).toEqual(['near']);
    expect(
      ask(entries, '=школа')
        .hits.map(({ id }) => id)
        .sort(),
    ).toEqual(['note', 'title', 'words']);
    expect(ask(entries, 'шкода~').hits.some(({ tier }) => tier === 4)).toBe(true);
    expect(ask(entries, 'школа~0').counts).toEqual({ certain: 4, uncertain: 0 });
  });

  it('put what a code names before what a text says of it, and pages by their leaf', () => {
    const page = entry('page', { code: 'ф5 оп1 д12 л.45' }, { t: 'page' });
    const entries = [
      entry('text', { title: 'Смотри Ф. 5 Оп. 1 Д. 12' }),
      page,
      entry('unit', { code: 'ф5 оп1 д12 12' }),
    ];
    expect(ask(entries, 'Ф. 5 Оп. 1 Д. 12').hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['unit', 0],
      ['page', 1],
    ]);
    expect(ask(entries, 'Ф. 5 Оп. 1 Д. 12 Л. 45').hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['page', 0],
      ['unit', 1],
    ]);
    const units = [3, 1, 2].map((no) => entry(`u${no}`, { code: `ф5 оп1 д${no}` }, { order: no }));
    expect(ask(units, 'Ф. 5').hits.map(({ id }) => id)).toEqual(['u1', 'u2', 'u3']);
    expect(ask(entries, 'парақ:45').hits.map(({ id }) => id)).toEqual(['page']);
  });

  it('take a synonym for another form of a word', () => {
    const synonyms = createSynonymTable([['кеңшар', 'совхоз']]);
    const entries = [entry('s', { title: 'Совхоз хаттары' }), entry('k', { title: 'Кеңшар хаттары' })];
    const { hits } = ask(entries, 'кеңшар хаттары', { synonyms });
    expect(hits.map(({ id, tier }) => [id, tier])).toEqual([
      ['k', 0],
      ['s', 2],
    ]);
    expect(hits[1]?.stoodIn).toEqual([{ word: 'кеңшар', as: 'совхоз', tier: 2 }]);
    expect(ask(entries, 'кеңшар хаттары').total).toBe(1);
  });
});
