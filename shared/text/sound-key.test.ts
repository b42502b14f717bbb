import { describe, expect, it } from 'vitest';
import { smallLetters } from './case-maps.ts';
import { soundKey, soundKeys } from './sound-key.ts';

/** Words of the trade in the scripts that Kazakh was and is written in: Cyrillic, Latin of 2021, of 2018, of 1929–40, Arabic letters. */
const WORDS = [
  ['Қазақстан', 'Qazaqstan', 'Qazaqstan', 'Qazaqstan', 'قازاقستان'],
  ['тізімдеме', 'tızımdeme', 'tizimdeme', 'tizimdeme', 'تىزىمدەمە'],
  ['құжаттардың', 'qūjattardyñ', 'qujattardyń', 'quçattardьꞑ', 'قۇجاتتاردىڭ'],
  ['жылдар', 'jyldar', 'jyldar', 'çьldar', 'جىلدار'],
  ['шаруашылық', 'şaruaşylyq', 'sharýashylyq', 'caruacьlьq', 'شارۋاشىلىق'],
  ['өңір', 'öñır', 'óńir', 'ɵꞑir', 'ٴوڭىر'],
  ['үкімет', 'ükımet', 'úkimet', 'ykimet', 'ۇكىمەت'],
  ['әкімдік', 'äkımdık', 'ákimdik', 'əkimdik', 'اكىمدىك'],
  ['ғылым', 'ğylym', 'ǵylym', 'ƣьlьm', 'عىلىم'],
  ['мұғалім', 'mūğalım', 'muǵalim', 'muƣalim', 'مۇعالىم'],
  ['аудан', 'audan', 'aýdan', 'avdan', 'اۋدان'],
  ['мәдениет', 'mädeniet', 'mádenıet', 'mədenijet', 'مادەنيەت'],
  ['халық', 'halyq', 'halyq', 'xalьq', 'حالىق'],
  ['үйге', 'üige', 'úıge', 'yjge', 'ۇيگە'],
] as const;
const keyOf = (word: string) => soundKey(smallLetters(word.normalize('NFC')));

describe('one key for all scripts', () => {
  it.each(WORDS)('%s', (cyrillic, latin, acute, old, arabic) => {
    const key = keyOf(cyrillic);
    for (const word of [
      latin,
      acute,
      latin.toUpperCase(),
      acute.toUpperCase(),
      arabic,
      latin.normalize('NFD'),
    ])
      expect(keyOf(word), word).toBe(key);
    expect([...soundKeys(cyrillic), key], old).toContain(keyOf(old));
  });

  it.each([
    ['Тұрар Рысқұлов', 'Турар Рыскулов'],
    ['Тұрар Рысқұлов', 'Turar Ryskulov'],
    ['көне', 'коне'],
    ['ғылыми', 'гылыми'],
    ['Жамбыл', 'Zhambyl'],
    ['Королёв', 'Королев'],
    ['Королёв', 'Korolyov'],
    ['Ерлан', 'Yerlan'],
    ['Шымкент', 'Shymkent'],
    ['كىتاپ', 'кітап'],
    ['مَكتەپ', 'مكتەپ'],
  ])('%s and %s', (one, other) => {
    const keys = (text: string) => text.split(' ').map(keyOf);
    expect(keys(one)).toEqual(keys(other));
  });

  it('finds what an index cannot tell from others by further keys', () => {
    expect(soundKeys('Kazakhstan')).toContain(keyOf('Қазақстан'));
    expect(soundKeys('Асхат')).toContain(keyOf('Ashat'));
    expect(soundKeys('жер')).toContain(keyOf('çer'));
    expect(soundKeys('түрде')).toContain(keyOf('tyrde'));
  });

  it('keeps words apart that sound apart', () => {
    const keys = [
      'қор',
      'іс',
      'парақ',
      'тізімдеме',
      'архив',
      'хат',
      'бұйрық',
      'хаттама',
      'есеп',
      'тізім',
    ].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has none for numbers and other scripts', () => {
    expect(soundKey('1946')).toBeNull();
    expect(soundKey('漢字')).toBeNull();
    expect(soundKeys('—')).toEqual([]);
  });
});
