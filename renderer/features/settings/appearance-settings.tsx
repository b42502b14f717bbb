/** Light or dark, the size of the type, the panes set back: for this profile only. */
import { useTranslation } from 'react-i18next';
import { PANES, setAppearance, THEMES, TYPE_SIZES, useAppearance } from '../../ui/appearance.ts';
import { Button } from '../../ui/button.tsx';
import styles from './settings.module.css';

export function AppearanceSettings() {
  const { t } = useTranslation();
  const { theme, size } = useAppearance();
  return (
    <>
      <fieldset className={styles['choice']}>
        <legend>{t('settings.theme')}</legend>
        {THEMES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="theme"
              checked={each === theme}
              onChange={() => setAppearance({ theme: each })}
            />
            {t(`settings.themes.${each}`)}
          </label>
        ))}
      </fieldset>
      <fieldset className={styles['choice']}>
        <legend>{t('settings.size')}</legend>
        {TYPE_SIZES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="size"
              checked={each === size}
              onChange={() => setAppearance({ size: each })}
            />
            {t('settings.percent', { size: each })}
          </label>
        ))}
      </fieldset>
      <div>
        <Button onPress={() => setAppearance({ left: PANES.left.first, right: PANES.right.first })}>
          {t('settings.panes')}
        </Button>
      </div>
    </>
  );
}
