/** In which languages the pages of a record are read, from where that comes, and the way to set it here. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readAsOf, readAsSetOn } from '../../../shared/model/read-as.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { useAncestors } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { modelLabels } from '../../ui/model-label.ts';
import { useLabels } from '../../ui/use-label.ts';
import { ModelChoice } from './model-choice.tsx';
import styles from './reading.module.css';
import { useModels } from './use-models.ts';

export function ReadAsLine({ record, isReadOnly }: { record: CatalogueRecord; isReadOnly: boolean }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const above = useAncestors(record.id);
  const [isAsked, setAsked] = useState(false);
  if (above === undefined) return null;
  const found = readAsOf([record, ...above.toReversed()]);
  const from = found === null || found.from.id === record.id ? null : labels.code(found.from);
  const source = found?.by === 'described' ? t('reading.described') : null;
  const told = [from === null ? null : t('reading.from', { record: from }), source].filter(
    (each) => each !== null,
  );
  return (
    <div className={styles['readAs']} data-read-as={found?.models.join('+') ?? ''}>
      <p>
        <span className={styles['name']}>{t('reading.readAs')}</span>{' '}
        {found === null ? t('reading.notSet') : modelLabels(found.models, t)}
        {told.length > 0 && <span className={styles['soft']}>{` (${told.join(', ')})`}</span>}
      </p>
      {!isReadOnly && (
        <Button variant="quiet" name={t('reading.changeName')} onPress={() => setAsked(true)}>
          {t('reading.change')}
        </Button>
      )}
      {isAsked && (
        <ReadAsDialog record={record} inherited={found?.models ?? []} onClose={() => setAsked(false)} />
      )}
    </div>
  );
}

type ReadAsDialogProps = {
  record: CatalogueRecord;
  inherited: readonly string[];
  onClose: () => void;
};

function ReadAsDialog({ record, inherited, onClose }: ReadAsDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const known = useModels();
  const own = readAsSetOn(record.values);
  const [isOwn, setOwn] = useState(own !== null);
  const [chosen, setChosen] = useState<readonly string[]>(own ?? inherited);
  const keep = async () => {
    const readAs = isOwn ? [...chosen] : null;
    const isSafe = await desk.write('text.readAs', [setFields(record, { readAs })]);
    if (isSafe) onClose();
  };
  return (
    <Dialog title={t('reading.readAsOf', { record: labels.full(record) })} onClose={onClose}>
      <CheckBox label={t('reading.inherit')} isOn={!isOwn} onChange={(isOn) => setOwn(!isOn)} />
      {isOwn && <ModelChoice known={known} chosen={chosen} onChange={setChosen} />}
      <p className={styles['hint']}>{t('reading.readAsHint')}</p>
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button variant="primary" isDisabled={isOwn && chosen.length === 0} onPress={() => void keep()}>
          {t('reading.keep')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
