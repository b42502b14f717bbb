/** Chooses files or a folder to import; they go into what is open. */
import { useTranslation } from 'react-i18next';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { collectChosen } from './collect-files.ts';
import { useImporter, type Destination } from './import-context.tsx';
import styles from './import.module.css';

export function ImportButtons({ into }: { into: Destination }) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const importer = useImporter();
  if (!capabilities.canImport) return null;
  const begin = (list: FileList | null) => {
    if (list !== null && list.length > 0) importer.start(collectChosen(list), into);
  };
  return (
    <div className={styles['buttons']}>
      <FileTrigger allowsMultiple onSelect={begin}>
        <Button icon="imports">{t('import.files')}</Button>
      </FileTrigger>
      <FileTrigger acceptDirectory onSelect={begin}>
        <Button icon="imports">{t('import.folder')}</Button>
      </FileTrigger>
    </div>
  );
}
