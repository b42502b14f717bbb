/**
 * The groups of synonyms that come with the program: what archives and their documents are called in Kazakh, Russian and
 * English. Each has an id of its own, for ever: a record with this id says what an archive changed of it. Words of common speech
 * are left out, since they would find too much.
 */
import type { RecordId } from '../sync/op.ts';

export type DefaultGroup = { readonly id: RecordId; readonly words: readonly string[] };

/** A number is never given to another group; a group that goes leaves its number empty. */
const GROUPS: Readonly<Record<number, string>> = {
  1: 'архив, мұрағат, archive',
  2: 'қор, фонд, fonds',
  3: 'тізімдеме, тізбе, опись, inventory',
  4: 'іс, дело, сақтау бірлігі, единица хранения, file',
  5: 'құжат, документ, document',
  6: 'парақ, лист, leaf',
  7: 'кеңшар, совхоз',
  8: 'ұжымшар, колхоз',
  9: 'облыс, область',
  10: 'аудан, район, district',
  11: 'болыс, волость',
  12: 'ояз, уезд',
  13: 'ауылдық кеңес, сельский совет, сельсовет',
  14: 'атқару комитеті, атком, исполнительный комитет, исполком',
  15: 'бұйрық, приказ',
  16: 'қаулы, постановление',
  17: 'өкім, распоряжение',
  18: 'шешім, решение',
  19: 'хаттама, протокол, minutes',
  20: 'есеп, отчет, report',
  21: 'хат, письмо, letter',
  22: 'хат алмасу, переписка, correspondence',
  23: 'өтініш, заявление',
  24: 'арыз, жалоба, complaint',
  25: 'тізім, список',
  26: 'анықтама, справка',
  27: 'куәлік, свидетельство, удостоверение, certificate',
  28: 'санақ, перепись, census',
  29: 'өмірбаян, биография, biography',
  30: 'естелік, воспоминание, memoir',
  31: 'күнделік, дневник, diary',
  32: 'шежіре, родословная, genealogy',
  33: 'қолжазба, рукопись, manuscript',
  34: 'түпнұсқа, подлинник, оригинал',
  35: 'көшірме, копия, copy',
  36: 'фотосурет, фотография, фотоснимок, photograph',
  37: 'сызба, чертеж',
  38: 'метрикалық кітап, метрическая книга',
  39: 'төраға, председатель, chairman',
  40: 'хатшы, секретарь, secretary',
  41: 'жиналыс, собрание, meeting',
  42: 'мәжіліс, отырыс, заседание',
  43: 'ашаршылық, аштық, голод, famine',
  44: 'қуғын-сүргін, репрессия, repression',
  45: 'ақтау, реабилитация, rehabilitation',
  46: 'жер аудару, депортация, выселение, deportation',
  47: 'көтеріліс, восстание, uprising',
  48: 'төңкеріс, революция, revolution',
  49: 'ұжымдастыру, коллективизация, collectivization',
  50: 'тәркілеу, конфискация, confiscation',
  51: 'халық ағарту, народное образование, народное просвещение',
  52: 'денсаулық сақтау, здравоохранение',
  53: 'ауыл шаруашылығы, сельское хозяйство, agriculture',
  54: 'теміржол, железная дорога, railway',
  55: 'газет, газета, newspaper',
};

export const DEFAULT_SYNONYMS: readonly DefaultGroup[] = Object.entries(GROUPS).map(([number, words]) => ({
  id: `0199f3a0-0000-7000-8000-${number.padStart(12, '0')}`,
  words: words.split(', '),
}));
