/** Which files this station is to hold, of the whole archive and fonds by fonds. */
import { useTranslation } from 'react-i18next';
import type { HoldChoice } from '../../../shared/rpc/contract-sync-files.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useChildren } from '../../db/hooks.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { FONDS_KINDS, HOLD_KINDS, holdState, type HoldKind } from './hold-rules.ts';
import styles from './sync.module.css';

/** An archive with more fonds chooses by the whole. */
const MOST_FONDS = 1000;

type HoldTableProps = {
  choices: readonly HoldChoice[];
  choose: (choice: HoldChoice, isOn: boolean) => void;
};

export function HoldTable({ choices, choose }: HoldTableProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const fonds = useChildren('top', MOST_FONDS)?.rows ?? [];
  const box = (record: RecordId | null, what: HoldKind, name: string) => {
    const state = holdState(choices, record, what);
    return (
      <CheckBox
        key={what}
        label={t(`sync.files.kind.${what}`)}
        name={`${t(`sync.files.kind.${what}`)}: ${name}`}
        isOn={state !== 'no'}
        isReadOnly={state === 'whole'}
        onChange={(isOn) => choose({ record, what }, isOn)}
      />
    );
  };
  return (
    <>
      <div className={styles['hold']} role="group" aria-label={t('sync.files.whole')}>
        <span>{t('sync.files.whole')}</span>
        {HOLD_KINDS.map((what) => box(null, what, t('sync.files.whole')))}
      </div>
      {fonds.length > 0 && (
        <details className={styles['more']}>
          <summary>{t('sync.files.byFonds')}</summary>
          {fonds.map((each) => (
            <div
              key={each.id}
              className={styles['hold']}
              role="group"
              aria-label={labels.full(each)}
              data-fonds={each.id}
            >
              <span>{labels.full(each)}</span>
              {FONDS_KINDS.map((what) => box(each.id, what, labels.full(each)))}
            </div>
          ))}
        </details>
      )}
    </>
  );
}
