/** Which models read: check boxes, the one chosen first is the main one. */
import { useTranslation } from 'react-i18next';
import { MOST_MODELS } from '../../../shared/model/reading-model.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { modelLabel } from '../../ui/model-label.ts';
import styles from './reading.module.css';

type ModelChoiceProps = {
  /** Undefined while they are asked for. */
  known: readonly string[] | undefined;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

export function ModelChoice({ known, chosen, onChange }: ModelChoiceProps) {
  const { t } = useTranslation();
  // One that was set and is not on this machine is shown too: otherwise nobody could take it away.
  const offered = [...new Set([...(known ?? []), ...chosen])];
  return (
    <>
      <p className={styles['hint']}>{t('text.languagesHint')}</p>
      <div className={styles['models']} role="group" aria-label={t('text.languages')}>
        {offered.map((model) => (
          <CheckBox
            key={model}
            label={modelLabel(model, t)}
            isOn={chosen.includes(model)}
            onChange={(isOn) =>
              onChange(
                isOn ? [...chosen, model].slice(-MOST_MODELS) : chosen.filter((each) => each !== model),
              )
            }
          />
        ))}
      </div>
    </>
  );
}
