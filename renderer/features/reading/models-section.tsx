/** The settings' section of models: which there are, and a person's own, added from a file. Nothing is ever downloaded. */
import { useCallback, useEffect, useState } from 'react';
import { DropZone, FileTrigger, type DropItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ReadingModel } from '../../../shared/rpc/contract-text.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { modelLabel } from '../../ui/model-label.ts';
import { printDecimal } from '../../ui/print-decimal.ts';
import { Hint, Row, Section } from '../../ui/section.tsx';
import styles from './reading.module.css';
import { sendModel } from './send-model.ts';

export function ModelsSection() {
  const { t, i18n } = useTranslation();
  const { host, capabilities, reportError, say } = useDesk();
  const [found, setFound] = useState<Output<'text.models'>>();
  const [isBusy, setBusy] = useState(false);
  const look = useCallback(async () => {
    const answer = await host.call('text.models', {});
    if (answer.ok) setFound(answer.value);
    else reportError(answer);
  }, [host, reportError]);
  useEffect(() => {
    void host.call('text.models', {}).then((answer) => {
      if (answer.ok) setFound(answer.value);
      else reportError(answer);
    });
  }, [host, reportError]);

  const add = async (files: readonly File[]) => {
    setBusy(true);
    for (const file of files) {
      const sent = await sendModel(file);
      if (sent.ok) say({ text: t('reading.modelAdded', { file: file.name }) });
      else reportError({ code: sent.code, details: { file: file.name, ...sent.details } });
    }
    setBusy(false);
    await look();
  };
  const remove = async ({ name }: ReadingModel) => {
    const answer = await host.call('text.removeModel', { name });
    if (!answer.ok) reportError(answer);
    await look();
  };
  return (
    <Section id="reading" title={t('settings.section.reading')} hint={t('reading.modelsHint')}>
      <ul className={styles['modelList']} aria-label={t('reading.models')}>
        {found?.models.map((model) => (
          <li key={model.name} data-model={model.name}>
            <span className={styles['title']}>{modelLabel(model.name, t)}</span>
            <span className={styles['soft']}>
              {[
                model.name,
                t('reading.megabytes', { size: printDecimal(model.size / 1e6, i18n.language, 1) }),
                t(model.isAdded ? 'reading.added' : 'reading.packaged'),
              ].join(' · ')}
            </span>
            {model.isAdded && capabilities.canWrite && (
              <Button
                variant="quiet"
                name={`${t('reading.remove')}: ${modelLabel(model.name, t)}`}
                onPress={() => void remove(model)}
              >
                {t('reading.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {capabilities.canWrite && (
        <DropZone
          className={styles['drop'] ?? ''}
          onDrop={(event) => void filesOf(event.items).then(add)}
          isDisabled={isBusy}
        >
          <Row>
            <FileTrigger onSelect={(files) => void add([...(files ?? [])])}>
              <Button isDisabled={isBusy}>{t('reading.addModel')}</Button>
            </FileTrigger>
            <span role="status">{isBusy ? t('reading.checking') : t('reading.dropModel')}</span>
          </Row>
        </DropZone>
      )}
      {found !== undefined && <Hint>{t('reading.modelFolder', { folder: found.folder })}</Hint>}
    </Section>
  );
}

async function filesOf(items: readonly DropItem[]): Promise<File[]> {
  return Promise.all(items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : [])));
}
