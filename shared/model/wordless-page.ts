/** Which pages windows keep in their copy: those that carry a person's words. The others come when their unit is opened. */
import { TEXT_PREFIX } from './record-types.ts';
import { DELETED_FIELD, type RecordState } from '../sync/state.ts';

/** Fields of a page that the program fills; any other one carries a person's words. */
const WORDLESS_FIELDS: ReadonlySet<string> = new Set([
  'parent',
  'order',
  'image',
  'file',
  'leaf',
  'turned',
  'import',
  DELETED_FIELD,
]);

function isOfProgram(field: string): boolean {
  return WORDLESS_FIELDS.has(field) || field.startsWith(TEXT_PREFIX);
}

/** Whether a record is a page that no person ever wrote a word on. A register never goes away, so once worded lasts. */
export function isWordlessPage({ t, f }: RecordState): boolean {
  return t === 'page' && Object.keys(f).every(isOfProgram);
}
