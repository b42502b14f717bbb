/** The shell's own pages, without scripts: for when there is no host or no window that lives. */
import { BYTES_HEADERS } from '../services/http/headers.ts';

const CRASHED = [
  ['kk', 'Терезе бірнеше рет құлады. Сақталғандардың бәрі орнында. Qoima бағдарламасын жауып, қайта ашыңыз.'],
  ['ru', 'Окно несколько раз аварийно закрылось. Всё сохранённое цело. Закройте Qoima и откройте её заново.'],
  [
    'en',
    'The window crashed several times. Everything that was saved is safe. Close Qoima and open it again.',
  ],
] as const;

/** A page of this HTML that may load nothing. */
export function pageResponse(html: string): Response {
  return new Response(html, {
    headers: { ...BYTES_HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Shown after too many crashes. */
export function crashPage(): Response {
  const lines = CRASHED.map(([language, text]) => `<p lang="${language}">${text}</p>`).join('');
  return pageResponse(`<!doctype html><meta charset="utf-8"><title>Qoima</title>${lines}`);
}
