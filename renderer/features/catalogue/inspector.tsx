/** The right pane: the fields of the record chosen, or what can be done with several of them. */
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { elementOf } from '../../../shared/model/elements.ts';
import { missingOf, type Missing } from '../../../shared/model/layout.ts';
import { levelSchema, type Level } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAncestors } from '../../db/hooks.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { fullCodeOf } from '../../ui/reference-code.ts';
import { useLabels } from '../../ui/use-label.ts';
import { Conflicts } from './conflicts.tsx';
import { FileFacts } from './file-facts.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { InspectorGroup } from './inspector-group.tsx';
import { groupsOf } from './inspector-groups.ts';
import { useNextIncomplete } from './inspector-incomplete.ts';
import { setOpen } from './inspector-open.ts';
import { MissingLine, TemplateChoice, useLayout } from './inspector-template.tsx';
import styles from './inspector.module.css';
import { iconOf } from '../../ui/record-icon.ts';

type InspectorProps = {
  records: readonly CatalogueRecord[];
  /** The tags of the records, from the feature that owns them. */
  tags: ReactNode;
};

export function Inspector({ records, tags }: InspectorProps) {
  const { t } = useTranslation();
  const [only, ...more] = records;
  useNextIncomplete(only ?? null);
  if (only === undefined) return <p className={styles['nothing']}>{t('inspector.nothing')}</p>;
  const level = levelSchema.safeParse(only.t).data ?? null;
  return (
    <div className={styles['inspector']}>
      {more.length > 0 && <h2>{t('inspector.several', { count: records.length })}</h2>}
      {more.length === 0 && level !== null && (
        <RecordFields key={`fields ${only.id}`} record={only} level={level} />
      )}
      {tags}
      {more.length === 0 && <FileFacts record={only} />}
      {more.length === 0 && <HistoryPanel key={`history ${only.id}`} record={only} />}
    </div>
  );
}

function RecordFields({ record, level }: { record: CatalogueRecord; level: Level }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { capabilities } = useDesk();
  const above = useAncestors(record.id);
  const layout = useLayout(record, level);
  const isReadOnly = !capabilities.canWrite || record.deleted;
  const code = fullCodeOf([...(above ?? []), record], labels.language);
  const missing = missingOf(record.values, layout);
  return (
    <>
      <header className={styles['head']}>
        <h2>
          <Icon name={iconOf(record.t)} />
          {t(`level.${record.t}`)}
        </h2>
        {code !== null && <p className={styles['code']}>{code}</p>}
      </header>
      <Conflicts record={record} />
      <TemplateChoice record={record} level={level} isReadOnly={isReadOnly} />
      {!isReadOnly && <MissingLine missing={missing} onGo={goToField} />}
      {groupsOf(level, layout, record.values).map((group) => (
        <InspectorGroup
          key={group.group}
          record={record}
          group={group}
          above={above ?? []}
          isReadOnly={isReadOnly}
        />
      ))}
    </>
  );
}

const FOCUSED = 'input, textarea, select, button';

/** Opens the group of a field and puts the focus into it. */
function goToField({ name }: Missing, field: string): void {
  // The field is on the screen once its group is open.
  flushSync(() => setOpen(elementOf(name).group, true));
  const place = document.querySelector(`[data-edit="${CSS.escape(field)}"]`);
  place?.querySelector<HTMLElement>(FOCUSED)?.focus();
}
