/**
 * One field of a record, edited in place: written when the field is left or Enter is pressed, taken back by Escape. What
 * is being typed is kept as a draft each second; a draft that a crash left is offered, never put in silently.
 */
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTyping } from './edit-field-typing.ts';
import type { Reading } from './field-text-reading.ts';
import styles from './inspector.module.css';

type EditFieldProps = {
  record: CatalogueRecord;
  field: string;
  label: string;
  /** The field's value as text. */
  shown: string;
  /** From text to value; the empty text empties the field. `problem` is a key of the catalogue. */
  read: (text: string) => Reading;
  /** What the program says about the text, while it is typed too. */
  hint?: ((text: string) => ReactNode) | undefined;
  multiline?: boolean;
  lang?: string;
  isReadOnly?: boolean;
  isRequired?: boolean;
  autoFocus?: boolean;
  hideLabel?: boolean;
};

export function EditField(props: EditFieldProps) {
  const { record, field, label, shown, read, hint, ...rest } = props;
  const { t } = useTranslation();
  const { typed, left, change, commit, giveUp, takeLeft } = useTyping({ record, field, shown, read });
  const text = typed ?? shown;
  const reading = typed === null ? null : read(typed);
  const onKeyDown = (event: KeyboardEvent) => {
    if (typed === null) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void commit(typed);
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      giveUp();
    }
  };

  return (
    <div data-edit={field}>
      <TextField
        {...rest}
        label={label}
        value={text}
        onChange={change}
        onBlur={() => {
          if (typed !== null) void commit(typed);
        }}
        onKeyDown={onKeyDown}
        hint={hint?.(text)}
        problem={reading !== null && 'problem' in reading ? t(reading.problem) : undefined}
      />
      {left !== null && (
        <div className={styles['draft']} role="status">
          <p>{t('draft.left', { text: left })}</p>
          <Button onPress={takeLeft}>{t('draft.take')}</Button>
          <Button variant="quiet" onPress={giveUp}>
            {t('draft.drop')}
          </Button>
        </div>
      )}
    </div>
  );
}
