/** What is chosen before scanning a unit: the scanner's folder, what is scanned of a leaf, where to begin. */
import { useEffect, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { printLeaf } from '../../../shared/model/print-leaves.ts';
import { CAPTURE_MODES, type CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { FolderField } from '../../ui/folder-field.tsx';
import { goTo, goToRecord } from '../../ui/route.ts';
import { Hint, Row } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './capture.module.css';
import { draftOf, readStart, startOf, type StartDraft } from './start-draft.ts';
import type { Capture } from './use-capture.ts';

type Suggested = Output<'capture.suggest'>;
type StartFormProps = { unit: string; capture: Capture };

export function StartForm({ unit, capture }: StartFormProps) {
  const { host, reportError } = useDesk();
  const [suggested, setSuggested] = useState<Suggested | null>(null);
  useEffect(() => {
    let isGone = false;
    void host.call('capture.suggest', { unit }).then((answer) => {
      if (isGone) return;
      if (answer.ok) setSuggested(answer.value);
      else reportError({ code: answer.code, details: answer.details });
    });
    return () => {
      isGone = true;
    };
  }, [host, unit, reportError]);
  if (suggested === null) return <div aria-busy="true" />;
  return <Filled key={unit} unit={unit} capture={capture} suggested={suggested} />;
}

function Filled({ unit, capture, suggested }: StartFormProps & { suggested: Suggested }) {
  const { t } = useTranslation();
  const { language, full } = useLabels();
  const record = useRecord(unit);
  const [draft, setDraft] = useState<StartDraft>(() => draftOf(capture.settings, suggested.mode));
  const [takeOffered, setTakeOffered] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const change = (part: Partial<StartDraft>) => setDraft((before) => ({ ...before, ...part }));
  const found = useFilesThere(draft.folder);
  const start = startOf(draft, suggested.start);
  const isBadLeaf = draft.start.trim() !== '' && readStart(draft.start) === null;
  const begin = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (start === null || isBusy) return;
    setIsBusy(true);
    if (await capture.begin({ unit, ...start, takeOffered })) goTo({ screen: 'capture', unit: null });
    setIsBusy(false);
  };
  return (
    <form className={styles['form']} aria-label={t('capture.start')} onSubmit={(event) => void begin(event)}>
      <h1>{t('capture.startOf', { unit: record ? full(record) : '' })}</h1>
      {capture.status !== null && capture.status !== undefined && <OtherUnit status={capture.status} />}
      <FolderField
        label={t('capture.folder')}
        hint={t('capture.folderHint')}
        value={draft.folder}
        onChange={(folder) => change({ folder })}
      />
      {found !== null && found > 0 && capture.status === null && (
        <CheckBox
          label={t('capture.takeThere', { count: found })}
          isOn={takeOffered}
          onChange={setTakeOffered}
        />
      )}
      <Choice
        label={t('capture.mode')}
        options={CAPTURE_MODES.map((value) => ({ value, label: t(`capture.modes.${value}`) }))}
        value={draft.mode}
        onChange={(mode) => change({ mode })}
      />
      <TextField
        label={t('capture.firstLeaf')}
        value={draft.start}
        placeholder={printLeaf(suggested.start, language)}
        onChange={(text) => change({ start: text })}
        {...(isBadLeaf ? { problem: t('capture.badLeaf') } : {})}
      />
      <CheckBox label={t('capture.auto')} isOn={draft.isAuto} onChange={(isAuto) => change({ isAuto })} />
      <CheckBox
        label={t('capture.moveTaken')}
        isOn={draft.taken === 'move'}
        onChange={(isOn) => change({ taken: isOn ? 'move' : 'leave' })}
      />
      <CheckBox label={t('capture.byName')} isOn={draft.byName} onChange={(byName) => change({ byName })} />
      {draft.byName && (
        <TextField
          label={t('capture.pattern')}
          hint={t('capture.patternHint')}
          value={draft.pattern}
          onChange={(pattern) => change({ pattern })}
        />
      )}
      <Hint>{t('capture.goesOn')}</Hint>
      <Row>
        <Button type="submit" variant="primary" icon="capture" isDisabled={start === null || isBusy}>
          {t('capture.begin')}
        </Button>
        <Button onPress={() => goToRecord(unit)}>{t('act.cancel')}</Button>
      </Row>
    </form>
  );
}

/** Another unit is being scanned: beginning ends that. */
function OtherUnit({ status }: { status: CaptureStatus }) {
  const { t } = useTranslation();
  const { full } = useLabels();
  const record = useRecord(status.unit);
  return <p className={styles['note']}>{t('capture.endsOther', { unit: record ? full(record) : '' })}</p>;
}

const ASK_AFTER_MS = 300;

/** How many files lie in the folder already; null while nobody knows. */
function useFilesThere(folder: string): number | null {
  const { host } = useDesk();
  const [found, setFound] = useState<{ folder: string; files: number } | null>(null);
  useEffect(() => {
    if (folder.trim() === '') return undefined;
    const timer = setTimeout(() => {
      // A folder that is still being typed is no trouble; beginning tells.
      void host.call('capture.look', { folder: folder.trim() }).then((answer) => {
        setFound(answer.ok ? { folder, files: answer.value.files } : null);
      });
    }, ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [host, folder]);
  return found?.folder === folder ? found.files : null;
}
