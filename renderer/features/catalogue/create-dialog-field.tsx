/** One field of the dialog of a new record, with what the program says about it while it is typed. */
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { elementOf, elementOfField } from '../../../shared/model/elements.ts';
import type { LayoutElement } from '../../../shared/model/layout.ts';
import type { Level } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { TextField } from '../../ui/text-field.tsx';
import { fieldName } from './field-text.ts';
import { ClashHint, DatesHint, LeavesHint } from './inspector-hints.tsx';

type CreateFieldProps = {
  field: string;
  level: Level;
  parent: string | null;
  above: readonly CatalogueRecord[];
  element: LayoutElement | undefined;
  text: string;
  /** The text is the program's, and nobody has typed yet. */
  isOffered: boolean;
  /** A key of the message catalogues. */
  problem: string | null;
  /** The next free number. */
  next: string;
  autoFocus: boolean;
  onChange: (text: string) => void;
};

export function CreateField(props: CreateFieldProps) {
  const { field, element, text, isOffered, problem, autoFocus, onChange } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  // What was offered goes away when something else is typed over it. Chosen before the browser takes the next key: it may
  // come while somebody begins to type.
  useLayoutEffect(() => {
    if (isOffered && document.activeElement === input.current) input.current?.select();
  }, [isOffered]);
  const [, language] = field.split('/');
  const isRequired =
    element?.required === true &&
    (language === undefined || element.languages.some((each) => each === language));
  return (
    <TextField
      label={fieldName(field, (key, values) => t(key, values ?? {}))}
      value={text}
      onChange={onChange}
      hint={<FieldHint {...props} />}
      problem={problem === null ? undefined : t(problem)}
      autoFocus={autoFocus}
      isRequired={isRequired}
      inputRef={input}
      {...(language === undefined ? {} : { lang: language })}
    />
  );
}

function FieldHint({ field, level, parent, above, text, next }: CreateFieldProps) {
  const { t } = useTranslation();
  const name = elementOfField(field);
  const kind = name === null ? null : elementOf(name).kind;
  if (kind === 'number') {
    return (
      <>
        {text.trim() === '' && (
          <span>{next === '' ? t(`numberHint.${level}`) : t('create.nextNumber', { number: next })}</span>
        )}
        <ClashHint type={level} parent={parent} text={text} self={null} />
      </>
    );
  }
  if (kind === 'leaves') return <LeavesHint text={text} />;
  if (kind !== 'dates') return null;
  if (text.trim() === '') return <span>{t('create.datesHint')}</span>;
  return <DatesHint text={text} above={field === 'dates' ? above : []} />;
}
