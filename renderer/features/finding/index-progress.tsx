/** Said beside results while the index is being made: how far it is, and that more may come. */
import { useTranslation } from 'react-i18next';
import { useSearchStatus } from '../../search/use-search.tsx';

export function IndexProgress() {
  const { t } = useTranslation();
  const status = useSearchStatus();
  if (status.state !== 'indexing') return <span>{t('find.notReady')}</span>;
  const { done, total } = status;
  return (
    <span data-indexing={done}>
      {t('find.indexing', { percent: total === 0 ? 0 : Math.floor((done * 100) / total) })}
    </span>
  );
}
