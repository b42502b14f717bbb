/** What failed in a job and why, file by file; Enter leads to the record. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/rpc/contract-jobs.ts';
import { useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { goToRecord } from '../../ui/route.ts';
import { RowList } from '../../ui/row-list.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { reasonKey } from './reason-key.ts';
import styles from './jobs.module.css';

const PER_CALL = 5000;
/** Its reason may take two lines. */
const ROW_PX = 58;
const ROW_REM = ROW_PX / 16;
const ROWS_SHOWN = 5;
const NONE: ReadonlySet<string> = new Set();

export function FailureList({ job }: { job: string }) {
  const { t } = useTranslation();
  const failures = useFailures(job);
  const [current, setCurrent] = useState<string | null>(null);
  const byNo = useMemo(() => new Map(failures?.map((failure) => [String(failure.no), failure])), [failures]);
  const ids = useMemo(() => [...byNo.keys()], [byNo]);
  if (failures === undefined) return <p className={styles['loading']}>{t('list.loading')}</p>;
  const selected = current === null ? NONE : new Set([current]);
  const open = (id: string | null) => {
    const record = id === null ? undefined : byNo.get(id)?.record;
    if (record !== undefined) goToRecord(record);
  };
  return (
    <>
      <div
        className={styles['failures']}
        style={{ height: `${Math.min(ids.length, ROWS_SHOWN) * ROW_REM + 0.25}rem` }}
        data-failures={ids.length}
      >
        <RowList
          ids={ids}
          label={t('jobs.failures')}
          selected={selected}
          current={current}
          rowHeight={ROW_PX}
          onSelect={(_selected, next) => setCurrent(next)}
          onOpen={open}
        >
          {(id) => <FailureRow failure={byNo.get(id)} />}
        </RowList>
      </div>
      <Button
        icon="document"
        isDisabled={current === null || byNo.get(current)?.record === undefined}
        onPress={() => open(current)}
      >
        {t('jobs.toRecord')}
      </Button>
    </>
  );
}

function FailureRow({ failure }: { failure: Failure | undefined }) {
  const { t, i18n } = useTranslation();
  if (failure === undefined) return null;
  const { name, code, record, details = {} } = failure;
  const page = details['page'] === undefined ? null : t('jobs.failedPage', { page: details['page'] });
  return (
    <div className={styles['failure']} data-code={code}>
      <p className={styles['failureName']}>
        <span>{name === '' ? <RecordLabel record={record ?? null} /> : name}</span>
        {page !== null && <span className={styles['soft']}>{page}</span>}
      </p>
      <p className={styles['reason']}>
        {t(
          reasonKey(code, (key) => i18n.exists(key)),
          { ...details, code },
        )}
      </p>
    </div>
  );
}

/** What failed has no name of its own: it is called as its record is. */
function RecordLabel({ record }: { record: string | null }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const found = useRecord(record);
  return found ? labels.full(found) : t('jobs.nameless');
}

/** All of them; undefined while loading. */
function useFailures(job: string): readonly Failure[] | undefined {
  const { host } = useDesk();
  const [found, setFound] = useState<readonly Failure[]>();
  useEffect(() => {
    let isHere = true;
    const ask = async () => {
      const all: Failure[] = [];
      for (;;) {
        const after = all.at(-1)?.no ?? 0;
        const answer = await host.call('job.failures', { id: job, after, limit: PER_CALL });
        if (!isHere || !answer.ok) return;
        all.push(...answer.value.failures);
        if (answer.value.failures.length < PER_CALL) return setFound(all);
      }
    };
    void ask();
    return () => {
      isHere = false;
    };
  }, [host, job]);
  return found;
}
