/** Light, contrast, grey and negative of the picture, beside the original. */
import {
  Dialog,
  DialogTrigger,
  Label,
  Popover,
  Slider,
  SliderOutput,
  SliderThumb,
  SliderTrack,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { AS_SCANNED, filterOf, LIGHT, type Adjustments } from './adjustments.ts';
import styles from './adjust-popover.module.css';

type AdjustPopoverProps = { adjustments: Adjustments; onChange: (next: Adjustments) => void };

export function AdjustPopover({ adjustments, onChange }: AdjustPopoverProps) {
  const { t } = useTranslation();
  const isAdjusted = filterOf(adjustments) !== '';
  return (
    <DialogTrigger>
      <IconButton icon="light" label={t('viewer.adjust')} isPressed={isAdjusted} />
      <Popover className={styles['popover'] ?? ''} placement="bottom">
        <Dialog className={styles['dialog'] ?? ''} aria-label={t('viewer.adjust')}>
          {(['brightness', 'contrast'] as const).map((what) => (
            <Slider
              key={what}
              className={styles['slider'] ?? ''}
              minValue={LIGHT.min}
              maxValue={LIGHT.max}
              step={LIGHT.step}
              value={adjustments[what]}
              onChange={(value) => onChange({ ...adjustments, [what]: value })}
            >
              <Label>{t(`viewer.${what}`)}</Label>
              <SliderOutput className={styles['output'] ?? ''}>
                {t('settings.percent', { size: adjustments[what] })}
              </SliderOutput>
              <SliderTrack className={styles['track'] ?? ''}>
                <SliderThumb className={styles['thumb'] ?? ''} />
              </SliderTrack>
            </Slider>
          ))}
          <Tick
            label={t('viewer.negative')}
            isOn={adjustments.isNegative}
            onChange={(isNegative) => onChange({ ...adjustments, isNegative })}
          />
          <Tick
            label={t('viewer.grey')}
            isOn={adjustments.isGrey}
            onChange={(isGrey) => onChange({ ...adjustments, isGrey })}
          />
          <Button isDisabled={!isAdjusted} onPress={() => onChange(AS_SCANNED)}>
            {t('viewer.asScanned')}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Tick({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className={styles['tick']}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
