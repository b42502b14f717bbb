/** Words of the window in its three languages, read from the message catalogues themselves. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export type Words = (key: string, values?: Record<string, string | number>) => string;

/** The text of a key as it stands on the screen. */
export function wordsOf(language: 'kk' | 'ru' | 'en'): Words {
  const file = path.resolve(import.meta.dirname, `../../renderer/app/language/${language}.json`);
  const catalogue: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return (key, values = {}) => {
    const text = key
      .split('.')
      .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], catalogue);
    if (typeof text !== 'string') throw new Error(`no text for ${key} in ${language}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
}
