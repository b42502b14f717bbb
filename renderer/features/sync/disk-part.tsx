/** A disk in place of the line: carrying this station's work to the centre or to another station, and taking in what came back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/rpc/contract-jobs.ts';
import { isOpenJob } from '../../../shared/rpc/open-job.ts';
import { Button } from '../../ui/button.tsx';
import { FolderField } from '../../ui/folder-field.tsx';
import { printRoute } from '../../ui/route.ts';
import { Hint, Row, Told } from '../../ui/section.tsx';
import { troubleKey } from '../../ui/trouble-key.ts';
import { whenOf } from '../../ui/when.ts';
import styles from './sync.module.css';
import { useBundles, type Bundle } from './use-bundles.ts';

export function DiskPart() {
  const { t } = useTranslation();
  const bundles = useBundles();
  const [folder, setFolder] = useState('');
  const chosen = folder.trim();
  const isBusy = bundles.jobs.some(isOpenJob);
  const last = bundles.jobs.find((job) => !isOpenJob(job));
  const found = bundles.found?.folder === chosen ? bundles.found.bundles : null;
  return (
    <>
      <Hint>{t('sync.disk.hint')}</Hint>
      <FolderField label={t('sync.disk.folder')} value={folder} onChange={setFolder} />
      <Row>
        <Button isPending={isBusy} isDisabled={chosen === ''} onPress={() => bundles.write(chosen)}>
          {t('sync.disk.write')}
        </Button>
        <Button isDisabled={chosen === ''} onPress={() => bundles.look(chosen)}>
          {t('sync.disk.look')}
        </Button>
      </Row>
      <div role="status">
        {bundles.jobs.filter(isOpenJob).map((job) => (
          <Row key={job.id}>
            <progress
              aria-label={t(`sync.disk.job.${job.kind}`)}
              {...(job.total > 0 ? { value: job.done, max: job.total } : {})}
            />
            <span>{t(`sync.disk.job.${job.kind}`)}</span>
            <Button onPress={() => bundles.cancel(job.id)}>{t('act.cancel')}</Button>
          </Row>
        ))}
        {!isBusy && last !== undefined && <Ended job={last} />}
      </div>
      {found !== null && found.length === 0 && <p>{t('sync.disk.none')}</p>}
      <ul className={styles['bundles']} aria-label={t('sync.disk.found')}>
        {(found ?? []).map((bundle) => (
          <Found
            key={bundle.folder}
            bundle={bundle}
            isBusy={isBusy}
            onTake={() => bundles.take(bundle.folder)}
          />
        ))}
      </ul>
    </>
  );
}

function Ended({ job }: { job: Job }) {
  const { t, i18n } = useTranslation();
  const { state, kind, code, failed, title, ended, numbers = {} } = job;
  const trouble = troubleKey(code ?? 'INTERNAL', (key) => i18n.exists(key));
  return (
    <div data-bundle-job={state}>
      <Told tone={state === 'done' ? 'good' : 'warn'}>
        {state === 'done' &&
          t(`sync.disk.done.${kind}`, { files: 0, ops: 0, stored: 0, known: 0, ...numbers })}
        {state === 'failed' && [t(`${trouble}.what`), t(`${trouble}.kept`), t(`${trouble}.do`)].join(' ')}
        {state === 'cancelled' && t('sync.disk.cancelled')}{' '}
        {(failed ?? 0) > 0 && (
          <a href={printRoute({ screen: 'jobs' })}>{t('sync.disk.failures', { count: failed ?? 0 })}</a>
        )}
      </Told>
      <p className={styles['soft']}>
        {[title, ended === undefined ? '' : whenOf(ended, i18n.language)]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </div>
  );
}

type FoundProps = { bundle: Bundle; isBusy: boolean; onTake: () => void };

function Found({ bundle, isBusy, onTake }: FoundProps) {
  const { t, i18n } = useTranslation();
  const { facts, trouble, folder } = bundle;
  const why = trouble === null ? null : troubleKey(trouble, (key) => i18n.exists(key));
  const from = facts === null || facts.from === '' ? t('sync.disk.someone') : facts.from;
  return (
    <li className={styles['bundle']} data-bundle={facts?.kind ?? trouble}>
      <div>
        {facts !== null && (
          <p>
            {t(`sync.disk.kind.${facts.kind}`, {
              from,
              when: whenOf(facts.created, i18n.language),
              count: facts.files,
            })}
          </p>
        )}
        {facts !== null && !facts.isWhole && <p className={styles['soft']}>{t('sync.disk.cut')}</p>}
        {facts !== null && !facts.isSigned && <Told tone="warn">{t('sync.disk.unsigned')}</Told>}
        {why !== null && <Told tone="warn">{[t(`${why}.what`), t(`${why}.do`)].join(' ')}</Told>}
        <p className={styles['soft']}>{folder}</p>
      </div>
      {trouble === null && (
        <Button isPending={isBusy} onPress={onTake} name={`${t('sync.disk.take')}: ${folder}`}>
          {t('sync.disk.take')}
        </Button>
      )}
    </li>
  );
}
