/** The diagnostics bundle: shown whole before anything is written anywhere. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { FolderField } from '../../ui/folder-field.tsx';
import { Hint, Row, Section } from '../../ui/section.tsx';
import styles from './settings.module.css';

export function DiagnosticsSection() {
  const { t } = useTranslation();
  const { host, capabilities, reportError, say } = useDesk();
  const [text, setText] = useState<string | null>(null);
  const [isCollecting, setIsCollecting] = useState(false);
  const [folder, setFolder] = useState('');

  const collect = async () => {
    setIsCollecting(true);
    const answer = await host.call('diagnostics.collect', {});
    setIsCollecting(false);
    if (answer.ok) setText(answer.value.text);
    else reportError({ code: answer.code, details: answer.details });
  };
  const save = async () => {
    const answer = await host.call('diagnostics.save', { folder: folder.trim() });
    if (answer.ok) say({ text: t('diagnostics.saved', { file: answer.value.file }) });
    else reportError({ code: answer.code, details: answer.details });
  };
  return (
    <Section id="diagnostics" title={t('settings.section.diagnostics')} hint={t('diagnostics.hint')}>
      <Row>
        <Button isDisabled={isCollecting} onPress={() => void collect()}>
          {t('diagnostics.collect')}
        </Button>
        <span role="status">{isCollecting ? t('diagnostics.collecting') : ''}</span>
      </Row>
      {text !== null && (
        <>
          <Hint>{t('diagnostics.all')}</Hint>
          {/* Scrolls by keyboard. */}
          <pre className={styles['bundle']} tabIndex={0} role="region" aria-label={t('diagnostics.content')}>
            {text}
          </pre>
          {capabilities.canWrite && (
            <>
              <FolderField label={t('diagnostics.folder')} value={folder} onChange={setFolder} />
              <Row>
                <Button isDisabled={folder.trim() === ''} onPress={() => void save()}>
                  {t('diagnostics.save')}
                </Button>
              </Row>
            </>
          )}
        </>
      )}
    </Section>
  );
}
