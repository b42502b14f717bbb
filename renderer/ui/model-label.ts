/** A model that reads text by the name of its language or script; by its own name where we have none. */
import type { TFunction } from 'i18next';

export function modelLabel(model: string, t: TFunction): string {
  const [language = model] = model.split('_');
  return t([`text.language.${language}`, `choice.languages.${language}`, `reading.script.${model}`], {
    defaultValue: model,
  });
}

export function modelLabels(models: readonly string[], t: TFunction): string {
  return models.map((model) => modelLabel(model, t)).join(', ');
}
