/** An element of which one of a few words is chosen, and one that is on or off: written at once. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ELEMENTS, type ElementOfKind } from '../../../shared/model/elements.ts';
import { choiceOf } from '../../../shared/model/record-values.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { TextField } from '../../ui/text-field.tsx';
import { memberName } from './field-text.ts';

type ChoiceElementProps<N> = {
  record: CatalogueRecord;
  name: N;
  isReadOnly: boolean;
  /** What stands below it. */
  children: ReactNode;
};

const NOT_STATED = '';

export function ChoiceElement(props: ChoiceElementProps<ElementOfKind<'choice'>>) {
  const { record, name, isReadOnly, children } = props;
  const { t } = useTranslation();
  const desk = useDesk();
  const value = choiceOf(record.values, name) ?? NOT_STATED;
  const word = (code: string) => memberName(name, code, (key, values) => t(key, values ?? {}));
  if (isReadOnly) {
    const shown = value === NOT_STATED ? '' : word(value);
    return <TextField label={t(`field.${name}`)} value={shown} onChange={() => undefined} isReadOnly />;
  }
  return (
    <div data-edit={name}>
      <Choice
        label={t(`field.${name}`)}
        options={[
          { value: NOT_STATED, label: t('choice.notStated') },
          ...ELEMENTS[name].schema.options.map((code) => ({ value: code, label: word(code) })),
        ]}
        value={value}
        onChange={(next) => {
          const edit = setFields(record, { [name]: next === NOT_STATED ? null : next });
          void desk.write('record.edit', [edit]);
        }}
      />
      {children}
    </div>
  );
}

export function FlagElement(props: ChoiceElementProps<ElementOfKind<'flag'>>) {
  const { record, name, isReadOnly, children } = props;
  const { t } = useTranslation();
  const desk = useDesk();
  return (
    <div data-edit={name}>
      <CheckBox
        label={t(`field.${name}`)}
        isOn={record.values[name] === true}
        isReadOnly={isReadOnly}
        onChange={(isOn) =>
          void desk.write('record.edit', [setFields(record, { [name]: isOn ? true : null })])
        }
      />
      {children}
    </div>
  );
}
