/** A tag's labels in three languages and its colour. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import { textOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { SaveDialog } from '../../ui/save-dialog.tsx';
import { useDesk } from '../../ui/desk.ts';
import { TextField } from '../../ui/text-field.tsx';
import { renameEdit } from './merge-tags.ts';
import styles from './vocabulary.module.css';

/** Dark enough to be told apart on paper, light or dark; the first is none. */
const COLOURS = [
  '',
  '#8a6d3b',
  '#2f6f9f',
  '#6b4fa0',
  '#4d7c2f',
  '#9a4f2c',
  '#5b6470',
  '#b03a48',
  '#2a7a6f',
  '#7a5c00',
];

type EditTagDialogProps = { tag: CatalogueRecord; title: string; onClose: () => void };

export function EditTagDialog({ tag, title, onClose }: EditTagDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => ({
    ...Object.fromEntries(
      LANGUAGES.map((each) => [`label/${each}`, textOf(tag.values, `label/${each}`) ?? '']),
    ),
    colour: textOf(tag.values, 'colour') ?? '',
  }));
  const isNameless = LANGUAGES.every((each) => (typed[`label/${each}`] ?? '').trim() === '');
  const set = (field: string, text: string) => setTyped((before) => ({ ...before, [field]: text }));

  const onSubmit = async () => {
    const edit = renameEdit(tag, typed);
    if (edit === null) return onClose();
    if (!(await desk.write('tag.edit', [edit]))) return;
    desk.say({ text: t('vocabulary.edited'), undo: true });
    onClose();
  };
  const colours = COLOURS.includes(typed['colour'] ?? '') ? COLOURS : [...COLOURS, typed['colour'] ?? ''];
  return (
    <SaveDialog title={title} onSave={() => void onSubmit()} onClose={onClose} isDisabled={isNameless}>
      {LANGUAGES.map((each, index) => (
        <TextField
          key={each}
          label={t(`vocabulary.label/${each}`)}
          lang={each}
          value={typed[`label/${each}`] ?? ''}
          onChange={(text) => set(`label/${each}`, text)}
          autoFocus={index === 0}
          problem={isNameless && index === 0 ? t('vocabulary.nameless') : undefined}
        />
      ))}
      <fieldset className={styles['colours']}>
        <legend>{t('vocabulary.colour')}</legend>
        {colours.map((colour, index) => (
          <label key={colour} className={styles['swatch']}>
            <input
              type="radio"
              name="colour"
              checked={typed['colour'] === colour}
              onChange={() => set('colour', colour)}
              aria-label={
                colour === '' ? t('vocabulary.noColour') : t('vocabulary.colourNo', { number: index })
              }
            />
            <span className={styles['dot']} style={colour === '' ? {} : { background: colour }} />
          </label>
        ))}
      </fieldset>
    </SaveDialog>
  );
}
