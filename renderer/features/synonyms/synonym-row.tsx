/** One group of synonyms: its words, where it is from, and what can be done with it. */
import { useTranslation } from 'react-i18next';
import type { SynonymGroup } from '../../../shared/query/synonym-groups.ts';
import { IconButton } from '../../ui/button.tsx';
import styles from './synonyms.module.css';

type SynonymRowProps = {
  group: SynonymGroup;
  isReadOnly: boolean;
  onEdit: () => void;
  onRemove: () => void;
  onBack: () => void;
};

export function SynonymRow({ group, isReadOnly, onEdit, onRemove, onBack }: SynonymRowProps) {
  const { t } = useTranslation();
  const { isDefault, isChanged, isOff } = group;
  const words = group.words.join(', ');
  const aside = isOff
    ? t('synonyms.isOff')
    : isChanged
      ? t('synonyms.isChanged')
      : isDefault
        ? null
        : t('synonyms.isOwn');
  return (
    <li className={styles['group']} data-off={isOff} data-words={words}>
      <span className={styles['words']}>{words}</span>
      {aside !== null && <span className={styles['hint']}>{aside}</span>}
      {!isReadOnly && (
        <span className={styles['acts']}>
          {isChanged && <IconButton icon="restore" label={t('synonyms.back', { words })} onPress={onBack} />}
          <IconButton icon="edit" label={t('synonyms.edit', { words })} onPress={onEdit} />
          {!isOff && (
            <IconButton
              icon={isDefault ? 'close' : 'bin'}
              label={t(isDefault ? 'synonyms.turnOff' : 'synonyms.remove', { words })}
              onPress={onRemove}
            />
          )}
        </span>
      )}
    </li>
  );
}
