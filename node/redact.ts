/**
 * Takes out of a log line what belongs to the archive and not to the program: quoted values that are not names of code,
 * and every word in a script other than ours. What was taken out leaves its length.
 */
import type { Details } from '../shared/result.ts';

const MAX_CHARACTERS = 8000;

/** Names of details whose values are people's words whatever they look like. */
const PRIVATE = /^(text|title|name|label|note|person|query|value|author|body|creator)$/i;
/** Error codes, call and field names, identifiers in code, ids, numbers. */
const TECHNICAL = /^(?:[A-Z][A-Z0-9_]*|[a-z][A-Za-z0-9_.:-]{0,60}|[0-9a-f-]{8,64}|[\d.,:-]+)$/;
const QUOTED = /(['"`«])([^'"`«»\n]+)(['"`»])/gu;
const FOREIGN_WORDS = /[^\p{ASCII}\p{P}\p{S}\p{Z}]+(?:[\p{Z}-]+[^\p{ASCII}\p{P}\p{S}\p{Z}]+)*/gu;

/** Cleans a message or a stack; paths under `roots` stay. */
export function redactText(text: string, roots: readonly string[]): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .replaceAll(QUOTED, (_whole, open: string, inner: string, close: string) =>
      isHarmless(inner, roots) ? `${open}${inner}${close}` : `${open}[${inner.length}]${close}`,
    )
    .replaceAll(FOREIGN_WORDS, (words) => `[${words.length}]`);
}

/** Cleans the details of a log entry. */
export function redactDetails(details: Details | undefined, roots: readonly string[]): Details {
  const clean: Record<string, Details[string]> = {};
  for (const [key, value] of Object.entries(details ?? {})) {
    if (typeof value !== 'string') clean[key] = value;
    else if (PRIVATE.test(key)) clean[key] = `[${value.length}]`;
    else if (key === 'path' && !isUnder(value, roots)) clean[key] = `[${value.length}]${extension(value)}`;
    else clean[key] = redactText(value, roots);
  }
  return clean;
}

function isHarmless(quoted: string, roots: readonly string[]): boolean {
  return TECHNICAL.test(quoted) || isUnder(quoted, roots);
}

function isUnder(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(`${root}/`) || path.startsWith(`${root}\\`));
}

/** The ending of a file's name, the one part of a stranger's path that helps and tells nothing. */
function extension(path: string): string {
  return /\.[A-Za-z0-9]{1,5}$/.exec(path)?.[0].toLowerCase() ?? '';
}
