/** The text of a help page; the pages are parts of the program, loaded when they are opened, without a network. */
import { useEffect, useState } from 'react';
import type { Language } from '../../../shared/model/record-types.ts';
import type { Topic } from './topics.ts';

const PAGES = import.meta.glob<string>('./pages/*/*.md', { query: '?raw', import: 'default' });

type Loaded = { readonly path: string; readonly text: string };

/** Undefined while it is loaded; null when the program's files are damaged. */
export function useHelpText(language: Language, topic: Topic): string | null | undefined {
  const path = `./pages/${language}/${topic}.md`;
  const [loaded, setLoaded] = useState<Loaded | null>();
  useEffect(() => {
    let isCurrent = true;
    const load = PAGES[path] ?? (() => Promise.reject(new Error(`there is no ${path}`)));
    load().then(
      (text) => isCurrent && setLoaded({ path, text }),
      () => isCurrent && setLoaded(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [path]);
  if (loaded === null) return null;
  return loaded?.path === path ? loaded.text : undefined;
}
