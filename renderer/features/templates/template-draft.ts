/** A template while a person edits it, and the fields to write when it is saved. Pure. */
import type { Json } from '../../../shared/json.ts';
import { elementOf, elementsOf, type ElementName } from '../../../shared/model/elements.ts';
import { TEMPLATE_PREFIX } from '../../../shared/model/field-schemas.ts';
import { layoutOf, usualLayout, type LayoutElement } from '../../../shared/model/layout.ts';
import { orderBetween } from '../../../shared/model/order.ts';
import { LANGUAGES, type Language, type Level } from '../../../shared/model/record-types.ts';
import { templateElementsOf, textOf, type Values } from '../../../shared/model/record-values.ts';
import { isSameJson } from '../../../shared/sync/view.ts';

export type TemplateRow = {
  readonly name: ElementName;
  readonly isShown: boolean;
  readonly isRequired: boolean;
  /** The languages that a required text must be in; none: any one will do. */
  readonly languages: readonly Language[];
  readonly preset: Json;
  /** Its place as it was saved; null for one that was not shown. */
  readonly order: string | null;
};

export type TemplateDraft = {
  readonly level: Level;
  readonly labels: Readonly<Record<Language, string>>;
  /** All elements of the level: those shown in their order, then the others. */
  readonly rows: readonly TemplateRow[];
};

/** What a new template of a level begins with: everything, as without a template. */
export function newDraft(level: Level): TemplateDraft {
  return { level, labels: { kk: '', ru: '', en: '' }, rows: rowsOf(level, usualLayout(level), {}) };
}

/** A template's record as a draft. */
export function draftOf(level: Level, values: Values): TemplateDraft {
  const labels = Object.fromEntries(
    LANGUAGES.map((language) => [language, textOf(values, `label/${language}`) ?? '']),
  ) as Record<Language, string>;
  return { level, labels, rows: rowsOf(level, layoutOf(level, values), values) };
}

function rowsOf(level: Level, layout: readonly LayoutElement[], values: Values): TemplateRow[] {
  const orders = new Map(templateElementsOf(values).map(({ id, value }) => [id, value.order]));
  const shown = layout.map(({ name, required, languages, preset }) => ({
    name,
    isShown: true,
    isRequired: required,
    languages,
    preset,
    order: orders.get(name) ?? null,
  }));
  const hidden = elementsOf(level).filter((name) => !layout.some((each) => each.name === name));
  return [
    ...shown,
    ...hidden.map((name) => ({
      name,
      isShown: false,
      isRequired: false,
      languages: [],
      preset: null,
      order: null,
    })),
  ];
}

/** A template is chosen by its name; one in any language will do. */
export function isNameless({ labels }: TemplateDraft): boolean {
  return LANGUAGES.every((language) => labels[language].trim() === '');
}

/** The fields to write; of a template that stands already (`values`) only what is different. */
export function fieldsOfTemplate(draft: TemplateDraft, values: Values): Record<string, Json> {
  const labels = LANGUAGES.map((language): [string, Json] => [
    `label/${language}`,
    draft.labels[language].trim() === '' ? null : draft.labels[language].trim(),
  ]);
  const shown = draft.rows.filter((row) => row.isShown);
  const orders = ordersOf(shown);
  const rows = draft.rows.map((row): [string, Json] => [
    `${TEMPLATE_PREFIX}${row.name}`,
    row.isShown ? valueOf(row, orders[shown.indexOf(row)] ?? '') : null,
  ]);
  const all: [string, Json][] = [['level', draft.level], ...labels, ...rows];
  return Object.fromEntries(all.filter(([field, value]) => !isSameJson(value, values[field] ?? null)));
}

/** A place for each row: those that were saved keep theirs as long as it sorts so, and few are written anew. */
function ordersOf(rows: readonly TemplateRow[]): string[] {
  const orders: string[] = [];
  for (const [i, { order }] of rows.entries()) {
    const before = orders.at(-1) ?? null;
    const isInOrder = order !== null && (before === null || order > before);
    const later = rows.slice(i + 1).map((row) => row.order);
    const after = later.find((each) => each !== null && (before === null || each > before)) ?? null;
    orders.push(isInOrder && (after === null || order < after) ? order : orderBetween(before, after));
  }
  return orders;
}

function valueOf({ name, isRequired, languages, preset }: TemplateRow, order: string): Json {
  const isText = elementOf(name).kind === 'texts';
  return {
    order,
    required: isRequired,
    languages: isRequired && isText ? [...languages] : [],
    preset,
  };
}

/** With the row `name` changed; one that is no longer shown asks for nothing. */
export function withRow(
  draft: TemplateDraft,
  name: ElementName,
  change: Partial<TemplateRow>,
): TemplateDraft {
  const rows = draft.rows.map((row) => {
    if (row.name !== name) return row;
    const next = { ...row, ...change };
    return next.isShown ? next : { ...next, isRequired: false, languages: [], preset: null };
  });
  return { ...draft, rows };
}

/** With the row one place up or down. */
export function withMove(draft: TemplateDraft, name: ElementName, by: -1 | 1): TemplateDraft {
  const from = draft.rows.findIndex((row) => row.name === name);
  const row = draft.rows[from];
  const other = draft.rows[from + by];
  if (row === undefined || other === undefined) return draft;
  const rows = [...draft.rows];
  rows[from + by] = row;
  rows[from] = other;
  return { ...draft, rows };
}
