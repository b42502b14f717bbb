/** Says on a page that its text looks as if the wrong model had read it, and offers the right one. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownReadingOf } from '../../../shared/model/shown-reading.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { modelLabel, modelLabels } from '../../ui/model-label.ts';
import styles from './reading.module.css';

export function ReadingDoubt({ page }: { page: CatalogueRecord | undefined }) {
  const shown = page === undefined ? null : shownReadingOf(page.values);
  const like = shown?.because === 'newest' ? shown.text.looksLike : undefined;
  if (page === undefined || shown === null || like === undefined) return null;
  return <Doubt key={shown.id} page={page} reading={shown.id} models={shown.text.languages} like={like} />;
}

type DoubtProps = { page: CatalogueRecord; reading: string; models: readonly string[]; like: string };

function Doubt({ page, reading, models, like }: DoubtProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [isBegun, setBegun] = useState(false);
  const language = modelLabel(like, t);
  const readAgain = async () => {
    setBegun(true);
    const answer = await desk.host.call('text.begin', {
      of: [page.id],
      languages: [like],
      again: true,
      asSet: true,
      onlyMisread: true,
    });
    if (answer.ok) return desk.say({ text: t('text.begun') });
    setBegun(false);
    desk.reportError(answer);
  };
  const leave = () => void desk.write('text.choose', [setFields(page, { reading })]);
  return (
    <section className={styles['doubt']} aria-label={t('reading.doubt')} data-looks-like={like}>
      <p>
        <Icon name="warning" />
        {t('reading.looksLike', { language, models: modelLabels(models, t) || t('reading.unknown') })}
      </p>
      {desk.capabilities.canWrite && (
        <div className={styles['acts']}>
          <Button isDisabled={isBegun} onPress={() => void readAgain()}>
            {t('reading.readAgainIn', { language })}
          </Button>
          <Button variant="quiet" onPress={leave}>
            {t('reading.isRight')}
          </Button>
        </div>
      )}
    </section>
  );
}
