/** The templates of the archive: by which fields records of a level are described. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareText } from '../../../shared/model/compare-text.ts';
import { LEVELS, type Level } from '../../../shared/model/record-types.ts';
import { templateElementsOf, templateLevelOf } from '../../../shared/model/record-values.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import { useChildren } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { draftOf, newDraft, type TemplateDraft } from './template-draft.ts';
import { TemplateDialog } from './template-dialog.tsx';
import styles from './templates.module.css';

/** An archive has some dozens. */
const MOST_SHOWN = 500;
const DESCRIBED: readonly Level[] = LEVELS.filter((level) => level !== 'page');

type Asked = { readonly template: CatalogueRecord | null; readonly first: TemplateDraft };

export function TemplatesPage() {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const [asked, setAsked] = useState<Asked | null>(null);
  const loaded = useChildren('templates', MOST_SHOWN);
  const compare = compareText(labels.language);
  const templates = (loaded?.rows ?? [])
    .flatMap((record) => {
      const level = templateLevelOf(record.values);
      return level === null ? [] : [{ record, level, label: labels.full(record) }];
    })
    .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || compare(a.label, b.label));
  const makings = DESCRIBED.map((level) => ({
    id: `template.${level}`,
    label: t('template.newTitle', { level: t(`level.${level}`) }),
    run: () => setAsked({ template: null, first: newDraft(level) }),
  }));
  useCommands(desk.capabilities.canWrite ? makings : []);
  const bin = async (template: CatalogueRecord) => {
    if (await desk.write('template.bin', [deleteRecord(template)])) {
      desk.say({ text: t('said.binned', { count: 1 }), undo: true });
    }
  };

  return (
    <section className={styles['page']} aria-label={t('nav.templates')}>
      <h1>{t('nav.templates')}</h1>
      <p className={styles['hint']}>{t('template.about')}</p>
      {desk.capabilities.canWrite && (
        <div>
          <Menu
            label={t('template.new')}
            icon="plus"
            acts={makings.map(({ id, run }, i) => ({
              id,
              label: t(`level.${DESCRIBED[i] ?? 'unit'}`),
              act: run,
            }))}
          />
        </div>
      )}
      {loaded !== undefined && templates.length === 0 && (
        <EmptyState icon="inventory" title={t('empty.templates')} hint={t('empty.templatesHint')} />
      )}
      <ul className={styles['templates']} aria-label={t('nav.templates')}>
        {templates.map(({ record, level, label }) => {
          const shown = templateElementsOf(record.values);
          const required = shown.filter(({ value }) => value.required).length;
          return (
            <li key={record.id} className={styles['template']} data-template={label}>
              <div className={styles['name']}>
                <p>{label}</p>
                <p className={styles['hint']}>
                  {[t(`level.${level}`), t('template.sum', { shown: shown.length, required })].join(' · ')}
                </p>
              </div>
              {desk.capabilities.canWrite && (
                <>
                  <IconButton
                    icon="edit"
                    label={t('template.edit', { label })}
                    onPress={() => setAsked({ template: record, first: draftOf(level, record.values) })}
                  />
                  <IconButton
                    icon="bin"
                    label={t('template.bin', { label })}
                    onPress={() => void bin(record)}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      {asked !== null && <TemplateDialog {...asked} onClose={() => setAsked(null)} />}
    </section>
  );
}
