/** Pages that look as if the wrong model had read them, by documents, and the one act that reads them again. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useRecords } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { modelLabel, modelLabels } from '../../ui/model-label.ts';
import { goToRecord } from '../../ui/route.ts';
import { RowList } from '../../ui/row-list.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './reading.module.css';

type Misread = Output<'text.misread'>;

type MisreadDialogProps = {
  /** None: the whole archive. */
  records: readonly CatalogueRecord[];
  onClose: () => void;
};

const NONE: ReadonlySet<string> = new Set();
const ROW_PX = 70;

export function MisreadDialog({ records, onClose }: MisreadDialogProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const desk = useDesk();
  const found = useMisread(records);
  const [isBusy, setBusy] = useState(false);
  const [only, ...more] = records;
  const where =
    only === undefined
      ? t('reading.wholeArchive')
      : more.length === 0
        ? labels.full(only)
        : t('reading.chosenRecords', { count: records.length });
  const readAgain = async () => {
    if (found === undefined) return;
    setBusy(true);
    const [first] = found.shown;
    const of = found.shown.map(({ document }) => document);
    const answer = await desk.host.call('text.begin', {
      of: only === undefined ? of : records.map(({ id }) => id),
      languages: [first?.looksLike ?? 'kaz'],
      again: true,
      asSet: true,
      onlyMisread: true,
    });
    setBusy(false);
    if (!answer.ok) return desk.reportError(answer);
    onClose();
    desk.say({ text: t('text.begun') });
  };
  return (
    <Dialog title={t('reading.misreadTitle', { where })} onClose={onClose} wide>
      <p className={styles['hint']}>{t('reading.misreadHint')}</p>
      {found === undefined && <p role="status">{t('reading.counting')}</p>}
      {found !== undefined && (
        <p role="status" data-misread={found.pages}>
          {found.pages === 0 ? t('reading.noMisread') : sumOf(found, t)}
        </p>
      )}
      {found !== undefined && found.pages > 0 && <Documents found={found} onClose={onClose} />}
      <DialogButtons>
        <Button onPress={onClose}>{t('act.close')}</Button>
        <Button
          variant="primary"
          isDisabled={isBusy || found === undefined || found.pages === 0}
          onPress={() => void readAgain()}
        >
          {t('reading.readAgainAll')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** Whole Kazakh has so many letters of its own among all. */
const WHOLE_SHARE = 0.15;

function readAs({ pages, looksLike, readIn }: Misread['shown'][number], t: Translate): string {
  const language = modelLabel(looksLike, t);
  const models = modelLabels(readIn, t) || t('reading.unknown');
  return [t('reading.pages', { count: pages }), t('reading.looksLike', { language, models })].join(' · ');
}

/** Nothing, where the index of page texts has not come to these pages yet. */
function whatIsLost({ kept, noise }: Misread['shown'][number], t: Translate): string {
  const lost = kept === null ? 0 : Math.round(100 * Math.max(0, 1 - kept / WHOLE_SHARE));
  return [
    ...(lost === 0 ? [] : [t('reading.lettersLost', { percent: lost })]),
    ...(noise === null ? [] : [t(`reading.noise.${noise}`)]),
  ].join(' · ');
}

type Translate = ReturnType<typeof useTranslation>['t'];

function sumOf({ pages, documents, shown }: Misread, t: Translate): string {
  const sum = `${t('reading.pages', { count: pages })} · ${t('reading.documents', { count: documents })}`;
  return documents > shown.length ? `${sum} · ${t('reading.firstShown', { count: shown.length })}` : sum;
}

function useMisread(records: readonly CatalogueRecord[]): Misread | undefined {
  const { host, reportError } = useDesk();
  const [found, setFound] = useState<Misread>();
  const key = records.map(({ id }) => id).join();
  useEffect(() => {
    let isStale = false;
    void host.call('text.misread', { of: key === '' ? null : key.split(',') }).then((answer) => {
      if (isStale) return;
      if (answer.ok) setFound(answer.value);
      else reportError(answer);
    });
    return () => {
      isStale = true;
    };
  }, [host, reportError, key]);
  return found;
}

function Documents({ found, onClose }: { found: Misread; onClose: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [current, setCurrent] = useState<string | null>(null);
  const [visible, setVisible] = useState<readonly string[]>([]);
  const records = useRecords(visible);
  const named = new Map(visible.map((id, i) => [id, records?.[i] ?? null]));
  const byId = new Map(found.shown.map((each) => [each.document, each]));
  const onVisible = useCallback((ids: readonly string[]) => setVisible(ids), []);
  const open = (id: string) => {
    const page = byId.get(id)?.page;
    onClose();
    if (page !== undefined) goToRecord(page);
  };
  return (
    <div className={styles['list']}>
      <RowList
        label={t('reading.misreadList')}
        ids={found.shown.map(({ document }) => document)}
        selected={current === null ? NONE : new Set([current])}
        current={current}
        onSelect={(_, next) => setCurrent(next)}
        onOpen={open}
        onVisible={onVisible}
        rowHeight={ROW_PX}
      >
        {(id) => {
          const each = byId.get(id);
          const record = named.get(id);
          return (
            <div className={styles['row']}>
              <span className={styles['title']}>{record ? labels.full(record) : '…'}</span>
              {each !== undefined && (
                <>
                  <span className={styles['soft']}>{readAs(each, t)}</span>
                  <span className={styles['soft']} data-noise={each.noise ?? ''}>
                    {whatIsLost(each, t)}
                  </span>
                </>
              )}
            </div>
          );
        }}
      </RowList>
    </div>
  );
}
