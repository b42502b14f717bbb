/** Asks how files that come in are bound: as documents, as the leaves of the open unit, or by their names; with a dry run. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { BoundWay, type BoundWayProps } from './bound-way.tsx';
import { useOpened, type Opened } from './use-setting.ts';
import styles from './binding.module.css';

type BindingDialogProps = Omit<BoundWayProps, 'opened' | 'byPattern'> & {
  /** The record that is open; null: none. */
  place: string | null;
  onLoose: () => void;
};

const WAYS = ['loose', 'order', 'pattern'] as const;
type Way = (typeof WAYS)[number];

export function BindingDialog(props: BindingDialogProps) {
  const { paths, onLoose, onClose } = props;
  const { t } = useTranslation();
  const opened = useOpened(props.place);
  const [way, setWay] = useState<Way>('loose');
  if (opened === undefined) return null;
  const ways = WAYS.filter((each) => each !== 'order' || opened.unit !== null);
  return (
    <Dialog title={t('binding.title', { count: paths.length })} onClose={onClose} wide>
      <RadioGroup
        value={way}
        onChange={(value) => setWay(WAYS.find((each) => each === value) ?? 'loose')}
        className={styles['ways'] ?? ''}
      >
        <Label className={styles['hidden'] ?? ''}>{t('binding.ways')}</Label>
        {ways.map((each) => (
          <Radio key={each} value={each} className={styles['way'] ?? ''} data-way={each}>
            <span className={styles['dot']} />
            {wayText(each, opened)}
          </Radio>
        ))}
      </RadioGroup>
      {way === 'loose' ? (
        <DialogButtons>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button variant="primary" autoFocus onPress={onLoose}>
            {t('binding.takeLoose')}
          </Button>
        </DialogButtons>
      ) : (
        <BoundWay key={way} {...props} opened={opened} byPattern={way === 'pattern'} />
      )}
    </Dialog>
  );

  function wayText(each: Way, { unit, label }: Opened): string {
    if (each === 'loose')
      return unit === null ? t('binding.loose') : t('binding.looseInto', { place: label });
    return each === 'order' ? t('binding.order', { place: label }) : t('binding.byPattern');
  }
}
