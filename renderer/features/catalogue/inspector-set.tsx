/** An element that is a set of words from a list: languages, scripts, conditions. Each word is a field of its own. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { OFFERED_MEMBERS, type ElementOfKind } from '../../../shared/model/elements.ts';
import { membersOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { CheckMenu } from '../../ui/check-menu.tsx';
import { useDesk } from '../../ui/desk.ts';
import { memberName } from './field-text.ts';
import styles from './inspector.module.css';

type SetElementProps = {
  record: CatalogueRecord;
  name: ElementOfKind<'set'>;
  isReadOnly: boolean;
  /** What stands below it. */
  children: ReactNode;
};

export function SetElement({ record, name, isReadOnly, children }: SetElementProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const members = membersOf(record.values, name);
  const word = (code: string) => memberName(name, code, (key, values) => t(key, values ?? {}));
  const options = [...new Set([...OFFERED_MEMBERS[name], ...members])].map((value) => ({
    value,
    label: word(value),
  }));
  const chosen = options.filter(({ value }) => members.includes(value));
  const shown = chosen.map(({ label }) => label).join(', ');
  const change = (next: readonly string[]) => {
    const added = next.filter((code) => !members.includes(code));
    const removed = members.filter((code) => !next.includes(code));
    const fields = [
      ...added.map((code) => [code, true] as const),
      ...removed.map((code) => [code, false] as const),
    ];
    if (fields.length === 0) return;
    const edit = setFields(
      record,
      Object.fromEntries(fields.map(([code, isIn]) => [`${name}/${code}`, isIn])),
    );
    void desk.write('record.edit', [edit]);
  };
  return (
    <div className={styles['set']} data-edit={name}>
      <p className={styles['label']}>{t(`field.${name}`)}</p>
      <div className={styles['setLine']}>
        <p className={styles['members']}>{shown === '' ? t('choice.notStated') : shown}</p>
        {!isReadOnly && (
          <CheckMenu
            label={t('inspector.choose')}
            name={t('inspector.chooseOf', { name: t(`field.${name}`) })}
            options={options}
            values={members}
            onChange={change}
          />
        )}
      </div>
      {children}
    </div>
  );
}
