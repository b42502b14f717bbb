/** What was asked at the first start, in the settings: the archive's name and code, the sample archive. */
import { useTranslation } from 'react-i18next';
import type { RecordId } from '../../../shared/sync/op.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Hint, Row, Section } from '../../ui/section.tsx';
import { ArchiveForm } from './archive-form.tsx';
import { useSample } from './use-sample.ts';

export function StartSettings({ archive }: { archive: RecordId }) {
  const { t } = useTranslation();
  const { capabilities, say } = useDesk();
  const sample = useSample();
  if (!capabilities.canWrite) return null;
  return (
    <Section id="archive" title={t('settings.section.archive')} hint={t('start.archiveHint')}>
      <ArchiveForm archive={archive} onSaved={() => say({ text: t('start.archiveSaved'), undo: true })}>
        <Button type="submit">{t('start.save')}</Button>
      </ArchiveForm>
      <h3>{t('sample.heading')}</h3>
      <Hint>{t('sample.hint')}</Hint>
      <Row>
        <Button onPress={() => void sample.open()}>{t('sample.open')}</Button>
        <Button onPress={() => void sample.makeMap()}>{t('sample.map')}</Button>
        {sample.isThere === true && (
          <Button icon="bin" onPress={() => void sample.remove()}>
            {t('sample.remove')}
          </Button>
        )}
      </Row>
      <Hint>{t('sample.mapHint')}</Hint>
    </Section>
  );
}
