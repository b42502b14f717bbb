/** The application's menu in the language of the program; what it does lies with Electron's own roles. */
import { Menu, type MenuItemConstructorOptions } from 'electron';

type Language = 'kk' | 'ru' | 'en';

const TEXTS = {
  file: { kk: 'Файл', ru: 'Файл', en: 'File' },
  quit: { kk: 'Шығу', ru: 'Выход', en: 'Quit' },
  edit: { kk: 'Өңдеу', ru: 'Правка', en: 'Edit' },
  cut: { kk: 'Қиып алу', ru: 'Вырезать', en: 'Cut' },
  copy: { kk: 'Көшіру', ru: 'Копировать', en: 'Copy' },
  paste: { kk: 'Қою', ru: 'Вставить', en: 'Paste' },
  selectAll: { kk: 'Барлығын белгілеу', ru: 'Выделить всё', en: 'Select all' },
  view: { kk: 'Көрініс', ru: 'Вид', en: 'View' },
  larger: { kk: 'Үлкейту', ru: 'Крупнее', en: 'Larger' },
  smaller: { kk: 'Кішірейту', ru: 'Мельче', en: 'Smaller' },
  actualSize: { kk: 'Қалыпты өлшем', ru: 'Обычный размер', en: 'Actual size' },
  fullScreen: { kk: 'Толық экран', ru: 'Во весь экран', en: 'Full screen' },
  reload: { kk: 'Терезені қайта жүктеу', ru: 'Перезагрузить окно', en: 'Reload window' },
} as const satisfies Record<string, Record<Language, string>>;

/** Sets the menu. Undo and redo are the catalogue's own, in the window. */
export function setMenu(language: Language): void {
  const item = (
    key: keyof typeof TEXTS,
    role: MenuItemConstructorOptions['role'],
  ): MenuItemConstructorOptions => ({
    label: TEXTS[key][language],
    ...(role === undefined ? {} : { role }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: TEXTS.file[language], submenu: [item('quit', 'quit')] },
      {
        label: TEXTS.edit[language],
        submenu: [
          item('cut', 'cut'),
          item('copy', 'copy'),
          item('paste', 'paste'),
          item('selectAll', 'selectAll'),
        ],
      },
      {
        label: TEXTS.view[language],
        submenu: [
          item('larger', 'zoomIn'),
          item('smaller', 'zoomOut'),
          item('actualSize', 'resetZoom'),
          line,
          item('fullScreen', 'togglefullscreen'),
          item('reload', 'reload'),
        ],
      },
    ]),
  );
}
