/** The pattern as a person edits it, and those that were saved under names. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACEHOLDERS, placeholderWord, readPattern } from '../../../shared/binding/pattern.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './binding.module.css';
import { usePatterns } from './use-patterns.ts';

const NONE = '';

export function PatternField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const { saved, save, forget } = usePatterns();
  const [name, setName] = useState<string | null>(null);
  const read = readPattern(text);
  const chosen = saved.find(({ pattern }) => pattern === text)?.name ?? NONE;
  const words = PLACEHOLDERS.map((each) => `{${placeholderWord(each, language)}}`).join(' ');
  const keep = () => {
    if (name !== null && name.trim() !== '') save({ name: name.trim(), pattern: text });
    setName(null);
  };
  return (
    <>
      <div className={styles['code']}>
        <TextField
          label={t('binding.pattern')}
          value={text}
          onChange={onText}
          hint={t('binding.patternHint', { words, example: `{${placeholderWord('unit', language)}:5}` })}
          problem={read.ok ? undefined : t(`binding.patternProblem.${read.code}`)}
        />
      </div>
      <div className={styles['line']}>
        {saved.length > 0 && (
          <Choice
            label={t('binding.saved')}
            options={[
              { value: NONE, label: t('binding.savedNone') },
              ...saved.map((each) => ({ value: each.name, label: each.name })),
            ]}
            value={chosen}
            onChange={(value) => {
              const pattern = saved.find((each) => each.name === value)?.pattern;
              if (pattern !== undefined) onText(pattern);
            }}
          />
        )}
        {chosen !== NONE && (
          <Button variant="quiet" onPress={() => forget(chosen)}>
            {t('binding.forget')}
          </Button>
        )}
        {chosen === NONE && name === null && read.ok && (
          <Button variant="quiet" onPress={() => setName('')}>
            {t('binding.save')}
          </Button>
        )}
        {name !== null && (
          <>
            <TextField
              label={t('binding.saveName')}
              value={name}
              onChange={setName}
              autoFocus
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                keep();
              }}
            />
            <Button isDisabled={name.trim() === ''} onPress={keep}>
              {t('binding.keep')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
