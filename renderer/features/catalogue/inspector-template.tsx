/** By which template a record is described, and what it still lacks. */
import { useTranslation } from 'react-i18next';
import { layoutOf, type LayoutElement, type Missing } from '../../../shared/model/layout.ts';
import type { Level } from '../../../shared/model/record-types.ts';
import { templateLevelOf, templateOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useChildren, useRecord } from '../../db/hooks.ts';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { fieldName } from './field-text.ts';
import { fieldOfMissing } from './inspector-groups.ts';
import styles from './inspector-hints.module.css';

/** An archive has some dozens of templates. */
const MOST_TEMPLATES = 500;

/** The templates of a level that are not in the bin. */
export function useTemplates(level: Level | null): readonly CatalogueRecord[] {
  const all = useChildren('templates', MOST_TEMPLATES)?.rows ?? [];
  return all.filter(({ values }) => templateLevelOf(values) === level);
}

/** The layout of a record by its template; a template in the bin counts as none. */
export function useLayout(record: CatalogueRecord, level: Level): readonly LayoutElement[] {
  const template = useRecord(templateOf(record.values));
  return layoutOf(level, template && !template.deleted ? template.values : null);
}

type TemplateChoiceProps = { record: CatalogueRecord; level: Level; isReadOnly: boolean };

/** Shown as soon as the archive has a template of this level. */
export function TemplateChoice({ record, level, isReadOnly }: TemplateChoiceProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const templates = useTemplates(level);
  if (templates.length === 0 || isReadOnly) return null;
  const now = templateOf(record.values);
  const value = templates.some(({ id }) => id === now) ? (now ?? '') : '';
  return (
    <Choice
      label={t('field.template')}
      options={[
        { value: '', label: t('template.usual') },
        ...templates.map((template) => ({ value: template.id, label: labels.title(template) })),
      ]}
      value={value}
      onChange={(id) => {
        void desk.write('record.edit', [setFields(record, { template: id === '' ? null : id })]);
      }}
    />
  );
}

type MissingLineProps = { missing: readonly Missing[]; onGo: (missing: Missing, field: string) => void };

/** What is missing, with a way to each: never by colour alone. */
export function MissingLine({ missing, onGo }: MissingLineProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (missing.length === 0) return null;
  return (
    <div className={styles['missing']} data-missing={missing.length}>
      <p role="status">
        <Icon name="warning" size={14} />
        {t('required.count', { count: missing.length })}
      </p>
      <ul>
        {missing.map((each) => {
          const field = fieldOfMissing(each, labels.language);
          const isInLanguage = each.language !== null;
          return (
            <li key={field}>
              <button type="button" className={styles['link']} onClick={() => onGo(each, field)}>
                {isInLanguage
                  ? fieldName(field, (key, values) => t(key, values ?? {}))
                  : t(`field.${each.name}`)}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
