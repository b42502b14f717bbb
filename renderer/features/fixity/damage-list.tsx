/** What is damaged, whose scan it is, what is not lost, and the ways to make it good. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundDamage } from '../../../shared/rpc/contract-audit.ts';
import { useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { FolderField } from '../../ui/folder-field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import { Hint, Row } from '../../ui/section.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { whenOf } from '../../ui/when.ts';
import { canMendItself, keptWord } from './fixity-words.ts';
import styles from './fixity.module.css';
import type { Fixity, FixityStatus } from './use-fixity.ts';

type DamageListProps = { fixity: Fixity; status: FixityStatus };

export function DamageList({ fixity, status }: DamageListProps) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const { damages, damaged } = status;
  return (
    <>
      <Hint>{t('fixity.damageHint')}</Hint>
      <ul className={styles['damages']} aria-label={t('fixity.damaged', { count: damaged })}>
        {damages.map((damage) => (
          <Damage key={damage.key} damage={damage} />
        ))}
      </ul>
      {damages.length < damaged && <Hint>{t('fixity.more', { count: damaged - damages.length })}</Hint>}
      {capabilities.canWrite && <Repair fixity={fixity} damages={damages} />}
    </>
  );
}

function Damage({ damage }: { damage: FoundDamage }) {
  const { t, i18n } = useTranslation();
  const { code, name, path, place, since, foundIn, tried, records } = damage;
  const kept = keptWord(damage);
  return (
    <li className={styles['damage']} data-damage={code} data-kept={kept}>
      <Icon name="warning" />
      <div className={styles['damageText']}>
        <p className={styles['damageName']}>
          {records.length === 0 ? (
            <span>{name === '' ? path || place : name}</span>
          ) : (
            records.map((id) => <RecordLink key={id} id={id} fallback={name} />)
          )}
        </p>
        <p>{t(`fixity.damage.${code}`)}</p>
        <p className={kept === 'lost' || kept === 'unknown' ? styles['bad'] : styles['good']}>
          {t(`fixity.kept.${kept}`, { folder: foundIn ?? '' })}
        </p>
        <p className={styles['soft']}>
          {t('fixity.since', { when: whenOf(since, i18n.language) })}
          {tried === null ? '' : ` ${t(`fixity.tried.${tried}`)}`}
        </p>
        <p className={styles['soft']}>{[place, path].filter((part) => part !== '').join('/')}</p>
      </div>
    </li>
  );
}

/** A page that the window has no copy of is opened all the same. */
function RecordLink({ id, fallback }: { id: string; fallback: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const record = useRecord(id);
  const label = record === undefined || record === null ? fallback : labels.full(record);
  return (
    <a href={printRoute({ screen: 'record', id, page: null })}>{label === '' ? t('fixity.record') : label}</a>
  );
}

function Repair({ fixity, damages }: { fixity: Fixity; damages: readonly FoundDamage[] }) {
  const { t } = useTranslation();
  const [folder, setFolder] = useState('');
  const isIdle = fixity.jobs.length === 0;
  const hasSource = damages.some((damage) => damage.foundIn !== null || canMendItself(damage.code));
  return (
    <>
      <h3>{t('fixity.repair')}</h3>
      <Hint>{t('fixity.repairHint')}</Hint>
      <Row>
        <Button variant="primary" isDisabled={!isIdle || !hasSource} onPress={() => fixity.repair(null)}>
          {t('fixity.repairBackup')}
        </Button>
      </Row>
      <FolderField
        label={t('fixity.folder')}
        hint={t('fixity.folderHint')}
        value={folder}
        onChange={setFolder}
      />
      <Row>
        <Button isDisabled={!isIdle || folder.trim() === ''} onPress={() => fixity.repair(folder.trim())}>
          {t('fixity.repairFolder')}
        </Button>
      </Row>
    </>
  );
}
