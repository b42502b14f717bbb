import { describe, expect, it } from 'vitest';
import { isKazakh } from './is-kazakh.ts';
import { stemOf } from './stem.ts';
import { stemEnglish } from './stem-english.ts';
import { stemKazakh } from './stem-kazakh.ts';
import { stemRussian } from './stem-russian.ts';

describe('Kazakh stems', () => {
  it.each([
    ['құжат құжаттар құжаттың құжаттарды құжаттарымыз құжатына құжатпен'],
    ['кітап кітабы кітаптар кітабында кітаптарға'],
    ['қала қаланың қалаға қалалар қаладағы қаласында'],
    ['мектеп мектебі мектептің мектептерге мектебіндегі'],
    ['шаруашылық шаруашылығы шаруашылықтың шаруашылықтары'],
    ['өңір өңірдің өңірлер өңірлерде өңірі'],
    ['кеңес кеңесі кеңесінің кеңестің'],
    ['кеңсе кеңсесі кеңсенің'],
    ['жоспар жоспары жоспарлар'],
    ['жолдас жолдасы жолдастар'],
    ['халық халқы халықтың'],
    ['ел елдің елге елі елінде елдер'],
    ['экономика экономиканың экономикасы экономикаға'],
    ['сақтау сақтаған сақтайды сақталған сақтап'],
    ['көрсету көрсетті көрсеткен көрсетіп көрсетеді көрсетілген'],
    ['Қазақстан Қазақстанның Қазақстанға Қазақстанда'.toLowerCase()],
  ])('%s are one', (words) => {
    expect(new Set(words.split(' ').map(stemKazakh)).size).toBe(1);
  });

  it.each(['қазақстан', 'әкімдік', 'үкімет', 'мемлекет', 'іс', 'қор'])('%s keeps what is its own', (word) => {
    expect(stemKazakh(word)).toBe(word);
  });

  it('takes off no ending that does not agree with the word', () => {
    expect(stemKazakh('құжаттер')).toBe('құжаттер');
    expect(stemKazakh('үкіметтың')).toBe('үкіметтың');
    expect(stemKazakh('құжатлар')).toBe('құжатлар');
  });
});

// The examples that the pages of Snowball give for each of its stemmers.
describe('Russian stems', () => {
  it.each([
    ['вагон вагона вагоне вагонов вагоном вагоны', 'вагон'],
    ['важная важнее важнейшие важнейшими важно важного важной важную важный важных', 'важн'],
    ['важности важностию важность важностью', 'важност'],
    ['вал валандался валентина валериановых', 'вал валанда валентин валерианов'],
    ['падает падай падал падала падать падают падающего', 'пада'],
    ['падение падением падении падений паденье паденья', 'паден'],
    [
      'павел павильон павла павлиний павлович павловна пакостно',
      'павел павильон павл павлин павлович павловн пакостн',
    ],
    ['в бы', 'в бы'],
  ])('%s', (words, stems) => {
    const expected = stems.split(' ');
    expect(words.split(' ').map(stemRussian)).toEqual(
      words.split(' ').map((_, i) => expected[i] ?? expected[0]),
    );
  });
});

describe('English stems', () => {
  it.each([
    ['consign consigned consigning consignment', 'consign'],
    ['consistency consistently consisting', 'consist'],
    ['consolation consolatory console consolidate', 'consol consolatori consol consolid'],
    ['conspiracy conspirator conspiring constable constancy', 'conspiraci conspir conspir constabl constanc'],
    ['knackeries knightly knives knocker', 'knackeri knight knive knocker'],
    ['generally generation communication arsenal', 'general generat communic arsenal'],
    ['skies dying early news succeed inning', 'sky die earli news succeed inning'],
    ['hopping hoping fixed agreed ties cries gas', 'hop hope fix agre tie cri gas'],
    ['say youth enjoy happily', 'say youth enjoy happili'],
  ])('%s', (words, stems) => {
    const expected = stems.split(' ');
    expect(words.split(' ').map(stemEnglish)).toEqual(
      words.split(' ').map((_, i) => expected[i] ?? expected[0]),
    );
  });
});

describe('the language of a word', () => {
  it.each(['құжат', 'жылдары', 'хаттама', 'аудандары', 'мектептер', 'балалар', 'адам', 'тарауы'])(
    '%s is Kazakh',
    (word) => {
      expect(isKazakh(word)).toBe(true);
    },
  );

  it.each(['перепись', 'документов', 'совета', 'деревни', 'уездный', 'описью', 'школьный', 'губернский'])(
    '%s is Russian',
    (word) => {
      expect(isKazakh(word)).toBe(false);
    },
  );

  it.each([
    ['адам адамдар адамдары', 1],
    ['документ документы документов документами', 1],
    ['мектеп мектебі мектептер', 1],
    ['architect architects', 1],
    ['колхоз колхозы колхозов колхозам колхозының', 1],
    ['фонд фонда фондов фондтың', 1],
    ['архив архивы архива архивов архивті архивтердің архивке', 1],
    ['совхоз совхоза совхозда совхозының', 1],
    ['партия партияның партиясы партии', 1],
    ['шеберхана шеберханасы шеберханаларындағы', 1],
    ['опись описи описью описей', 1],
    ['дело дела делам делами делах', 1],
    ['хат хата', 2],
  ])('%s: %d', (words, stems) => {
    expect(new Set(words.split(' ').map(stemOf)).size).toBe(stems);
  });

  it.each(['漢字', 'ə', 'ķ', 'ф5', ''])('leaves %j as it is', (word) => {
    expect(stemOf(word)).toBe(word);
  });
});
