/** The page shown and a way to another: by its number, or by its leaf as it is written. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { TextField } from '../../ui/text-field.tsx';
import { findPage } from './find-leaf.ts';
import styles from './viewer.module.css';

type PageNumberProps = {
  /** From 0. */
  index: number;
  pages: readonly { readonly titles: readonly string[] }[];
  onGoTo: (index: number) => void;
  /** Called when it was left by Enter: the stage takes the keys again. */
  onEntered: () => void;
};

export function PageNumber({ index, pages, onGoTo, onEntered }: PageNumberProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const input = useRef<HTMLInputElement>(null);
  const shown = String(index + 1);
  const [text, setText] = useState(shown);
  useCommands([
    {
      id: 'viewer.goTo',
      label: t('viewer.goTo'),
      chords: ['Control+KeyG'],
      run: () => {
        input.current?.focus();
        input.current?.select();
      },
    },
  ]);

  const go = () => {
    if (text.trim() === shown) return;
    const found = findPage(text, pages);
    setText(shown);
    if (found === null) desk.say({ text: t('viewer.noSuchLeaf', { text: text.trim() }) });
    else onGoTo(found);
  };
  return (
    <span className={styles['pageNumber']}>
      <TextField
        label={t('viewer.goTo')}
        hideLabel
        value={text}
        inputRef={input}
        onChange={setText}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            go();
            onEntered();
          }
          if (event.key === 'Escape') setText(shown);
        }}
      />
      <span>{t('viewer.of', { total: pages.length })}</span>
    </span>
  );
}
