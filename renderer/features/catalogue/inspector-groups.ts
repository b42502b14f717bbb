/** Which elements of a record stand in which group of the inspector, and what is missing in each. Pure. */
import { ELEMENT_GROUPS, elementOf, elementsOf, type ElementGroup } from '../../../shared/model/elements.ts';
import { hasElement, missingOf, type LayoutElement, type Missing } from '../../../shared/model/layout.ts';
import { LANGUAGES, type Language, type Level } from '../../../shared/model/record-types.ts';
import type { Values } from '../../../shared/model/record-values.ts';

export type InspectorGroup = {
  readonly group: ElementGroup;
  /** In the order of the layout. */
  readonly elements: readonly LayoutElement[];
  /** How many of them hold anything. */
  readonly filled: number;
  readonly missing: readonly Missing[];
};

/**
 * The groups that have anything to show, in their order. What was written although the template does not show it stands
 * at the end of its group: a template hides nothing.
 */
export function groupsOf(level: Level, layout: readonly LayoutElement[], values: Values): InspectorGroup[] {
  const beside = elementsOf(level)
    .filter((name) => hasElement(values, name) && !layout.some((each) => each.name === name))
    .map((name): LayoutElement => ({ name, required: false, languages: [], preset: null }));
  const all = [...layout, ...beside];
  return ELEMENT_GROUPS.flatMap((group) => {
    const elements = all.filter(({ name }) => elementOf(name).group === group);
    if (elements.length === 0) return [];
    const filled = elements.filter(({ name }) => hasElement(values, name)).length;
    return [{ group, elements, filled, missing: missingOf(values, elements) }];
  });
}

/** Where a person goes to fill what is missing: the field's name. */
export function fieldOfMissing({ name, language }: Missing, window: Language): string {
  return elementOf(name).kind === 'texts' ? `${name}/${language ?? window}` : name;
}

/**
 * The languages in which a text has a box of its own: titles in all of them; of long texts those that are filled, asked for
 * or opened, and the window's language.
 */
export function languagesShown(
  element: LayoutElement,
  values: Values,
  window: Language,
  opened: readonly string[],
): Language[] {
  return LANGUAGES.filter(
    (language) =>
      element.name === 'title' ||
      language === window ||
      (element.required && element.languages.includes(language)) ||
      hasText(values, `${element.name}/${language}`) ||
      opened.includes(`${element.name}/${language}`),
  );
}

function hasText(values: Values, field: string): boolean {
  const text = values[field];
  return typeof text === 'string' && text.trim() !== '';
}
