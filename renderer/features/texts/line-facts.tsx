/** What is known of the line chosen: how the machine read it, two people's words that clash, who changed it and when. */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LINE_PREFIX } from '../../../shared/model/record-types.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { headsOf, viewOf } from '../../../shared/sync/view.ts';
import { useRecordState } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import styles from './texts.module.css';

/** Who wrote something and when, from the feature that has people's names. */
export type RenderWho = (by: string, at: string) => ReactNode;

type LineFactsProps = {
  page: CatalogueRecord;
  /** The register of the line, or of the transcription. */
  field: string;
  /** As the machine read it; null where no machine did. */
  asRead: string | null;
  canWrite: boolean;
  renderWho: RenderWho;
};

export function LineFacts({ page, field, asRead, canWrite, renderWho }: LineFactsProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const value = page.values[field];
  const isTouched = page.heads[field] !== undefined;
  if (!isTouched) return null;
  const put = async (text: string | null) => {
    const isSafe = await desk.write('text.correct', [setFields(page, { [field]: text })]);
    if (isSafe) desk.say({ text: t('said.valueRestored'), undo: true });
  };
  return (
    <div className={styles['facts']} data-facts={field.startsWith(LINE_PREFIX) ? 'line' : 'page'}>
      {page.conflicts.includes(field) && (
        <Clash page={page} field={field} canWrite={canWrite} renderWho={renderWho} />
      )}
      {asRead !== null && typeof value === 'string' && (
        <p>
          {t('text.asRead')} <span className={styles['words']}>{asRead}</span>{' '}
          {canWrite && (
            <Button variant="quiet" icon="restore" onPress={() => void put(null)}>
              {t('text.backToRead')}
            </Button>
          )}
        </p>
      )}
      <History
        key={field}
        page={page}
        field={field}
        asRead={asRead}
        renderWho={renderWho}
        onRestore={canWrite ? (text) => void put(text) : null}
      />
    </div>
  );
}

type PartProps = { page: CatalogueRecord; field: string; renderWho: RenderWho };

/** Two people wrote without knowing of each other: both are here, and one of them is chosen. */
function Clash({ page, field, canWrite, renderWho }: PartProps & { canWrite: boolean }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const state = useRecordState(page.id);
  if (!state) return null;
  const heads = [...headsOf(state, field)].reverse();
  const choose = async (value: (typeof heads)[number]['v']) => {
    const edit = setFields(viewOf(state), { [field]: value });
    if (await desk.write('record.choose', [edit])) desk.say({ text: t('said.valueChosen'), undo: true });
  };
  return (
    <section className={styles['clash']} aria-label={t('conflict.label')}>
      <p>{t('conflict.hint', { count: heads.length })}</p>
      <ul>
        {heads.map((head, i) => (
          <li key={head.id}>
            <p className={styles['words']}>{typeof head.v === 'string' ? head.v : t('value.empty')}</p>
            <p className={styles['hint']}>
              {renderWho(head.u, head.h)}
              {i === 0 && ` · ${t('conflict.shown')}`}
            </p>
            {canWrite && <Button onPress={() => void choose(head.v)}>{t('conflict.choose')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Entry = Output<'record.history'>['entries'][number];
type HistoryProps = PartProps & { asRead: string | null; onRestore: ((text: string | null) => void) | null };

const MOST = 500;

function History({ page, field, asRead, renderWho, onRestore }: HistoryProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const entries = useFieldHistory(page, isOpen ? field : null);
  const words = (value: unknown) => (typeof value === 'string' ? value : (asRead ?? t('value.empty')));
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('text.history')}</summary>
      <ol aria-label={t('text.history')}>
        {entries?.map(({ no, by, at, before, after }) => (
          <li key={no}>
            <p className={styles['hint']}>{renderWho(by, at)}</p>
            <p className={styles['words']}>
              <del>{words(before)}</del>
              {' → '}
              <ins>{words(after)}</ins>
            </p>
            {onRestore !== null && words(after) !== words(page.values[field]) && (
              <Button
                variant="quiet"
                icon="restore"
                onPress={() => onRestore(typeof after === 'string' ? after : null)}
              >
                {t('history.restore')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The page's history as far as it is about one field, the newest first; undefined while it is on its way. */
function useFieldHistory(page: CatalogueRecord, field: string | null) {
  const { host } = useDesk();
  const [asked, setAsked] = useState<{ readonly entries: readonly Entry[]; readonly n: number }>();
  const { id, n } = page;
  useEffect(() => {
    if (field === null) return undefined;
    let stale = false;
    void host.call('record.history', { id, before: null, limit: MOST }).then((answer) => {
      if (!stale && answer.ok) setAsked({ entries: answer.value.entries, n });
    });
    return () => {
      stale = true;
    };
  }, [host, id, n, field]);
  return asked?.entries.flatMap(({ no, by, at, fields }) =>
    fields
      .filter((change) => change.field === field)
      .map(({ before, after }) => ({ no, by, at, before, after })),
  );
}
