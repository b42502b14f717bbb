/** Reading what is chosen: by which models, and what that would be, counted before it begins. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readAsOf } from '../../../shared/model/read-as.ts';
import type { Input, Output } from '../../../shared/rpc/contract.ts';
import { useAncestors } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { ModelChoice } from './model-choice.tsx';
import styles from './reading.module.css';
import { useModels } from './use-models.ts';

type Plan = Input<'text.begin'>;

type ReadSelectionDialogProps = { records: readonly CatalogueRecord[]; onClose: () => void };

export function ReadSelectionDialog({ records, onClose }: ReadSelectionDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const title = useTitle(records);
  const known = useModels();
  const [first] = records;
  const above = useAncestors(first?.id ?? null);
  const inherited = first === undefined ? null : readAsOf([first, ...(above ?? []).toReversed()]);
  const [by, setBy] = useState<'set' | 'chosen'>('set');
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const [isAgain, setAgain] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const chosen = picked ?? inherited?.models ?? ['kaz'];
  const languages = chosen.filter((model) => known?.includes(model) === true);
  const plan: Plan = {
    of: records.map(({ id }) => id),
    languages: [...languages],
    again: isAgain,
    asSet: by === 'set',
  };
  const preview = usePreview(languages.length === 0 ? null : plan);
  const begin = async () => {
    setBusy(true);
    const answer = await desk.host.call('text.begin', plan);
    setBusy(false);
    if (!answer.ok) return desk.reportError(answer);
    onClose();
    desk.say({ text: t('text.begun') });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Choice
        label={t('reading.by')}
        options={(['set', 'chosen'] as const).map((value) => ({ value, label: t(`reading.bys.${value}`) }))}
        value={by}
        onChange={setBy}
      />
      {by === 'set' && <p className={styles['hint']}>{t('reading.bySetHint')}</p>}
      <ModelChoice known={known} chosen={chosen} onChange={setPicked} />
      <CheckBox label={t('reading.again')} isOn={isAgain} onChange={setAgain} />
      <Preview preview={preview} />
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button
          variant="primary"
          isDisabled={isBusy || languages.length === 0 || (preview?.toRead ?? 0) === 0}
          onPress={() => void begin()}
        >
          {t('text.begin')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function useTitle(records: readonly CatalogueRecord[]): string {
  const { t } = useTranslation();
  const labels = useLabels();
  const [only, ...more] = records;
  return only !== undefined && more.length === 0
    ? t('reading.readOf', { record: labels.full(only) })
    : t('reading.readMany', { count: records.length });
}

type Counted = Output<'text.preview'>;

/** Undefined while it is counted, which a fonds takes a moment for. */
function usePreview(plan: Plan | null): Counted | undefined {
  const { host, reportError } = useDesk();
  const [counted, setCounted] = useState<{ key: string; value: Counted }>();
  const key = JSON.stringify(plan);
  useEffect(() => {
    let isStale = false;
    const asked = JSON.parse(key) as Plan | null;
    if (asked === null) return undefined;
    void host.call('text.preview', asked).then((answer) => {
      if (isStale) return;
      if (answer.ok) setCounted({ key, value: answer.value });
      else reportError(answer);
    });
    return () => {
      isStale = true;
    };
  }, [host, reportError, key]);
  return counted?.key === key ? counted.value : undefined;
}

function Preview({ preview }: { preview: Counted | undefined }) {
  const { t } = useTranslation();
  if (preview === undefined) return <p className={styles['preview']}>{t('reading.counting')}</p>;
  const { toRead, read, corrected, noPicture } = preview;
  return (
    <div className={styles['preview']} role="status" data-to-read={toRead} data-read={read}>
      <p>{t('reading.toRead', { count: toRead })}</p>
      {read > 0 && <p>{t('reading.alreadyRead', { count: read })}</p>}
      {corrected > 0 && <p>{t('reading.correctedStay', { count: corrected })}</p>}
      {noPicture > 0 && <p>{t('reading.noPicture', { count: noPicture })}</p>}
    </div>
  );
}
