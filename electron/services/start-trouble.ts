/**
 * Why a host could not start, in words: there is no window yet and perhaps no settings either, so the few sentences
 * that a person may need at this moment stand here in all three languages.
 */
import { TroubleError, type Details } from '../../shared/result.ts';

type Language = 'kk' | 'ru' | 'en';
type Texts = Readonly<Record<Language, (details: Details) => string>>;

const TROUBLES: Readonly<Record<string, Texts>> = {
  DATA_FOLDER_UNUSABLE: {
    kk: (d) => `Деректер қалтасын пайдалану мүмкін емес: ${d['path']} (${d['reason']}).`,
    ru: (d) => `Папкой данных нельзя пользоваться: ${d['path']} (${d['reason']}).`,
    en: (d) => `The data folder cannot be used: ${d['path']} (${d['reason']}).`,
  },
  DATA_FOLDER_IN_USE: {
    kk: (d) =>
      `Деректер қалтасы ${d['path']} бос емес: ${holder(d, 'процесс', 'белгісіз')}. Оны жауып, қайталаңыз.`,
    ru: (d) =>
      `Папка данных ${d['path']} занята: ${holder(d, 'процесс', 'неизвестно кем')}. Закройте его и повторите.`,
    en: (d) =>
      `The data folder ${d['path']} is in use: ${holder(d, 'process', 'by an unknown one')}. Close it and try again.`,
  },
  PORT_TAKEN: {
    kk: (d) => `127.0.0.1:${d['port']} мекенжайын басқа бағдарлама алып тұр. Оны жауып, қайталаңыз.`,
    ru: (d) => `Адрес 127.0.0.1:${d['port']} занят другой программой. Закройте её и повторите.`,
    en: (d) => `The address 127.0.0.1:${d['port']} is taken by another program. Close it and try again.`,
  },
  WINDOW_NOT_BUILT: {
    kk: (d) => `Терезе файлдары жоқ: ${d['path']}. «npm run build» пәрменін орындаңыз.`,
    ru: (d) => `Нет файлов окна: ${d['path']}. Выполните «npm run build».`,
    en: (d) => `The files of the window are missing: ${d['path']}. Run "npm run build".`,
  },
  JOURNAL_BROKEN: {
    kk: () =>
      'Журнал зақымданған. Ештеңе өзгертілген жоқ. Қалтаның көшірмесін жасап, «qoima journal verify» іске қосыңыз.',
    ru: () =>
      'Журнал повреждён. Ничего не изменено. Сделайте копию папки и запустите «qoima journal verify».',
    en: () => 'The journal is damaged. Nothing was changed. Copy the folder and run "qoima journal verify".',
  },
  JOURNAL_NEWER: {
    kk: () => 'Деректерді бағдарламаның жаңарақ нұсқасы жазған. Бағдарламаны жаңартыңыз.',
    ru: () => 'Данные записаны более новой версией программы. Обновите программу.',
    en: () => 'The data was written by a newer version of the program. Update the program.',
  },
  JOURNAL_MISSING: {
    kk: () =>
      'Деректер қалтасында журнал жоқ, бірақ сканерленген файлдар бар. Ештеңе өзгертілген жоқ. Резервтік көшірме қажет болуы мүмкін.',
    ru: () =>
      'В папке данных нет журнала, хотя сканы есть. Ничего не изменено. Может понадобиться резервная копия.',
    en: () => 'The data folder has scans but no journal. Nothing was changed. A backup may be needed.',
  },
  VAULT_FOREIGN: {
    kk: () => 'Қоймада басқа архивтің файлдары жатыр. Ештеңе өзгертілген жоқ.',
    ru: () => 'В хранилище файлы другого архива. Ничего не изменено.',
    en: () => 'The vault holds the files of another archive. Nothing was changed.',
  },
  VAULT_NEWER: {
    kk: () => 'Қойманы бағдарламаның жаңарақ нұсқасы жазған. Бағдарламаны жаңартыңыз.',
    ru: () => 'Хранилище записано более новой версией программы. Обновите программу.',
    en: () => 'The vault was written by a newer version of the program. Update the program.',
  },
  DATA_FOLDER_MOVED: {
    kk: (d) =>
      `Бұл қалтадағы деректер мына жерге көшірілген: ${d['to']}. Ескі қалта ${d['path']} сақталған, бірақ енді ашылмайды. Бағдарламаны «--data ${d['to']}» деп ашыңыз.`,
    ru: (d) =>
      `Данные из этой папки перенесены: ${d['to']}. Старая папка ${d['path']} сохранена, но больше не открывается. Запустите программу с «--data ${d['to']}».`,
    en: (d) =>
      `The data of this folder was moved to ${d['to']}. The old folder ${d['path']} was kept and is not opened any more. Start with "--data ${d['to']}".`,
  },
  DATA_FOLDER_MOVING: {
    kk: (d) =>
      `${d['path']} қалтасына көшіру аяқталмаған. Деректер бұрынғы орнында: ${d['from']}. Көшіруді сол жерден қайта бастаңыз.`,
    ru: (d) =>
      `Перенос в папку ${d['path']} не закончен. Данные на прежнем месте: ${d['from']}. Начните перенос оттуда ещё раз.`,
    en: (d) =>
      `The move into ${d['path']} is not finished. The data is where it was: ${d['from']}. Begin the move again from there.`,
  },
  DATA_FOLDER_MISSING: {
    kk: (d) => `Деректер қалтасы орнында жоқ: ${d['path']}. Оның дискісі қосулы ма? Жаңа архив ашылған жоқ.`,
    ru: (d) => `Папки данных нет на месте: ${d['path']}. Подключён ли её диск? Новый архив не создан.`,
    en: (d) =>
      `The data folder is not there: ${d['path']}. Is its disk plugged in? No new archive was begun.`,
  },
  DATA_POINTER_DAMAGED: {
    kk: (d) =>
      `Деректер қайда екенін айтатын файл бүлінген: ${d['path']}. Ештеңе өзгертілген жоқ. Бағдарламаны «--data ҚАЛТА» деп ашыңыз.`,
    ru: (d) =>
      `Файл, в котором записано, где лежат данные, повреждён: ${d['path']}. Ничего не изменено. Запустите программу с «--data ПАПКА».`,
    en: (d) =>
      `The file that says where the data lies is damaged: ${d['path']}. Nothing was changed. Start with "--data FOLDER".`,
  },
  DISK_FULL: {
    kk: () => 'Дискіде орын жоқ. Орын босатып, қайталаңыз.',
    ru: () => 'На диске нет места. Освободите место и повторите.',
    en: () => 'The disk is full. Free some space and try again.',
  },
};

const OTHER: Texts = {
  kk: (d) => `Qoima іске қосылмады (${d['code']}). Толығырақ: деректер қалтасындағы logs/host.log.`,
  ru: (d) => `Qoima не запустилась (${d['code']}). Подробности: logs/host.log в папке данных.`,
  en: (d) => `Qoima did not start (${d['code']}). For more see logs/host.log in the data folder.`,
};

const FALL: Readonly<Record<Language, string>> = {
  kk: 'Qoima бағдарламасының бір бөлігі тоқтап қалды, сондықтан ол жабылады. Сақталғанның бәрі орнында. Бағдарламаны қайта ашыңыз. Толығырақ: деректер қалтасындағы logs/host.log.',
  ru: 'Часть программы Qoima остановилась, поэтому она закрывается. Всё сохранённое на месте. Откройте программу снова. Подробности: logs/host.log в папке данных.',
  en: 'A part of Qoima stopped, so it is closing. Everything saved is in place. Open the program again. For more see logs/host.log in the data folder.',
};

/** What a terminal is told when the data was moved, or was not. */
export function movedText(
  { folder, trouble }: { readonly folder: string; readonly trouble: string | null },
  language: Language,
): string {
  const texts: Readonly<Record<Language, string>> =
    trouble === null
      ? {
          kk: `Деректер енді мына жерде: ${folder}.`,
          ru: `Данные теперь здесь: ${folder}.`,
          en: `The data is now in ${folder}.`,
        }
      : {
          kk: `Деректер көшірілген жоқ (${trouble}), олар бұрынғы орнында: ${folder}.`,
          ru: `Данные не перенесены (${trouble}), они на прежнем месте: ${folder}.`,
          en: `The data was not moved (${trouble}); it is where it was: ${folder}.`,
        };
  return texts[language];
}

/** Why a host that ran ends by itself. */
export function fallText(language: Language): string {
  return FALL[language];
}

function holder(details: Details, process: string, unknown: string): string {
  if (details['pid'] === undefined) return unknown;
  const { address } = details;
  return `${process} ${details['pid']}${typeof address === 'string' ? ` (${address})` : ''}`;
}

/** The code of whatever went wrong at start; a bug is INTERNAL. */
export function troubleCode(error: unknown): string {
  return error instanceof TroubleError ? error.code : 'INTERNAL';
}

/** The sentence for a person, in one language. */
export function troubleText(error: unknown, language: Language): string {
  const code = troubleCode(error);
  const details = (error instanceof TroubleError ? error.details : undefined) ?? {};
  return (TROUBLES[code] ?? OTHER)[language]({ ...details, code });
}

/** The language of a terminal, by the environment that it was opened in. */
export function terminalLanguage(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Language {
  const locale = environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  if (locale.startsWith('kk')) return 'kk';
  return locale.startsWith('ru') ? 'ru' : 'en';
}

/** A page without scripts that says it in three languages. */
export function troublePage(error: unknown): string {
  const lines = (['kk', 'ru', 'en'] as const).map(
    (language) => `<p lang="${language}">${escapeHtml(troubleText(error, language))}</p>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Qoima</title>${lines.join('')}<p>${troubleCode(error)}</p>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
