/** Scans and pictures between this station and the centre: how many are there, what is to be held here, what may go. */
import { useTranslation } from 'react-i18next';
import type { FilesStatus } from '../../../shared/rpc/contract-sync-files.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Facts, Hint, Row, Told } from '../../ui/section.tsx';
import { troubleKey } from '../../ui/trouble-key.ts';
import { whenOf } from '../../ui/when.ts';
import { DropFiles } from './drop-files.tsx';
import { HoldTable } from './hold-table.tsx';
import { sizeWords } from './sync-words.ts';
import styles from './sync.module.css';
import { useFiles } from './use-files.ts';
import { useSyncActs } from './use-sync-acts.ts';

export function FilesPart() {
  const { t } = useTranslation();
  const files = useFiles();
  return (
    <>
      {files.status !== null && <State status={files.status} />}
      <h4 className={styles['part']}>{t('sync.files.hold')}</h4>
      <Hint>{t('sync.files.holdHint')}</Hint>
      {files.choices !== null && <HoldTable choices={files.choices} choose={files.choose} />}
      <h4 className={styles['part']}>{t('sync.files.drop')}</h4>
      <Hint>{t('sync.files.dropHint')}</Hint>
      <DropFiles />
    </>
  );
}

function State({ status }: { status: FilesStatus }) {
  const { t, i18n } = useTranslation();
  const { say } = useDesk();
  const { ask } = useSyncActs();
  const { behind, verified, durable, held, wanted, damaged, trouble } = status;
  const sum = ({ files, bytes }: FilesStatus['behind']) =>
    t('sync.files.sum', {
      count: files,
      size: sizeWords(bytes, i18n.language, (key, values) => t(key, values ?? {})),
    });
  // Told above already, with the exchange as a whole.
  const exchange = useSyncStatus();
  const isToldAbove = trouble === exchange?.trouble?.code;
  const wait = wanted > 0 ? (exchange?.filesWait ?? null) : null;
  const why = trouble === null || isToldAbove ? null : troubleKey(trouble, (key) => i18n.exists(key));
  const mend = async () => {
    const answer = await ask('sync.files.mend', {}, () => void mend());
    if (answer === null) return;
    say({ text: t('sync.files.mended', { fetched: answer.fetched, missing: answer.missing }) });
  };
  return (
    <>
      <Facts
        facts={[
          [t('sync.files.behind'), sum(behind)],
          [t('sync.files.verified'), sum(verified)],
          [t('sync.files.durable'), sum(durable)],
          held.files === 0 ? null : [t('sync.files.held'), sum(held)],
          wanted === 0 ? null : [t('sync.files.wanted'), t('sync.files.count', { count: wanted })],
        ]}
      />
      <div role="status">
        {status.moving.map(({ sha256, way, done, size }) => (
          <Row key={`${way} ${sha256}`}>
            <progress aria-label={t(`sync.files.way.${way}`)} value={done} max={Math.max(1, size)} />
            <span>{t(`sync.files.way.${way}`)}</span>
          </Row>
        ))}
      </div>
      {wanted > 0 && (
        <Row>
          <Button onPress={() => void ask('sync.files.stop', { sha256: null })}>
            {t('sync.files.stop')}
          </Button>
        </Row>
      )}
      {wait !== null && (
        <Hint>{t(`sync.filesWait.${wait.why}`, { when: whenOf(wait.until, i18n.language) })}</Hint>
      )}
      {why !== null && (
        <Told tone="warn">{[t(`${why}.what`), t(`${why}.kept`), t(`${why}.do`)].join(' ')}</Told>
      )}
      {damaged > 0 && (
        <Row>
          <Told tone="warn">{t('sync.files.damaged', { count: damaged })}</Told>
          <Button onPress={() => void mend()}>{t('sync.files.mend')}</Button>
        </Row>
      )}
    </>
  );
}
