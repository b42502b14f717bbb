/** Asks in which languages to read, and whether this page or the whole document. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAncestors } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { languageLabel } from './reading-label.ts';
import { chosenLanguages, rememberLanguages } from './reading-languages.ts';
import styles from './texts.module.css';

type ReadDialogProps = {
  document: CatalogueRecord;
  page: CatalogueRecord;
  /** The page was read before. */
  isAgain: boolean;
  onClose: () => void;
};

const MOST_LANGUAGES = 3;

export function ReadDialog({ document, page, isAgain, onClose }: ReadDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [known, setKnown] = useState<readonly string[]>();
  const above = useAncestors(document.id);
  const [picked, setChosen] = useState<readonly string[] | null>(null);
  const chosen = picked ?? chosenLanguages(document.values, (above ?? []).toReversed());
  const [scope, setScope] = useState<'page' | 'document'>(isAgain ? 'page' : 'document');
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    void desk.host.call('text.languages', {}).then((answer) => {
      if (answer.ok) setKnown(answer.value.languages);
      else desk.reportError(answer);
    });
  }, [desk]);
  const languages = chosen.filter((language) => known?.includes(language) === true);
  const toggle = (language: string, isOn: boolean) =>
    setChosen(
      isOn ? [...languages, language].slice(-MOST_LANGUAGES) : languages.filter((each) => each !== language),
    );
  const begin = async () => {
    setBusy(true);
    const of = [scope === 'page' ? page.id : document.id];
    const answer = await desk.host.call('text.begin', { of, languages: [...languages], again: isAgain });
    setBusy(false);
    if (!answer.ok) return desk.reportError(answer);
    rememberLanguages(languages);
    onClose();
    desk.say({ text: t('text.begun') });
  };
  return (
    <Dialog title={t(isAgain ? 'text.again' : 'text.read')} onClose={onClose}>
      <p className={styles['hint']}>{t('text.languagesHint')}</p>
      <div className={styles['languages']} role="group" aria-label={t('text.languages')}>
        {(known ?? []).map((language) => (
          <CheckBox
            key={language}
            label={languageLabel(language, t)}
            isOn={languages.includes(language)}
            onChange={(isOn) => toggle(language, isOn)}
          />
        ))}
      </div>
      <Choice
        label={t('text.scope')}
        options={(['page', 'document'] as const).map((value) => ({
          value,
          label: t(`text.scopes.${value}`),
        }))}
        value={scope}
        onChange={setScope}
      />
      {isAgain && <p className={styles['hint']}>{t('text.againHint')}</p>}
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button variant="primary" isDisabled={languages.length === 0 || isBusy} onPress={() => void begin()}>
          {t('text.begin')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
