/** The window's entry: the line to the host, the language, then the screens. */
import '../db/wake-storage.ts';
import './strict-zod.ts';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { must } from '../../shared/must.ts';
import { startAppearance } from '../ui/appearance.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { openHostLine } from './host.ts';
import { createLanguage } from './language.ts';
import { StartUp } from './start-up.tsx';

/** Before the host has told the person's language: the browser's, if it is one of ours. */
function firstLanguage(): 'kk' | 'ru' | 'en' {
  const known = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'kk' || tag === 'ru');
  return known === 'ru' ? 'ru' : 'kk';
}

async function start(): Promise<void> {
  startAppearance();
  const root = createRoot(must(document.getElementById('root'), 'index.html has #root'));
  const i18n = await createLanguage(firstLanguage());
  root.render(
    <ErrorBoundary i18n={i18n} place="window">
      <StartUp line={openHostLine()} i18n={i18n} />
    </ErrorBoundary>,
  );
}

void start();
