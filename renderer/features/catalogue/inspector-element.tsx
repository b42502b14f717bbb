/** One element of description, by what it holds. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { elementOf, type ElementName, type ElementOfKind } from '../../../shared/model/elements.ts';
import { missingOf, type LayoutElement } from '../../../shared/model/layout.ts';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { EditField } from './edit-field.tsx';
import { fieldName } from './field-text.ts';
import { readField, typedText } from './field-text-reading.ts';
import { ChoiceElement, FlagElement } from './inspector-choice.tsx';
import { languagesShown } from './inspector-groups.ts';
import { ClashHint, DatesHint, LeavesHint, Warning } from './inspector-hints.tsx';
import { ListElement } from './inspector-list.tsx';
import { SetElement } from './inspector-set.tsx';
import styles from './inspector.module.css';

type ElementProps = {
  record: CatalogueRecord;
  element: LayoutElement;
  /** The records above, from the top down. */
  above: readonly CatalogueRecord[];
  isReadOnly: boolean;
};

export function InspectorElement(props: ElementProps) {
  const { record, element, isReadOnly } = props;
  const { name } = element;
  const below = <MissingHint isMissing={missingOf(record.values, [element]).length > 0} />;
  const parts = { record, isReadOnly, children: below };
  switch (elementOf(name).kind) {
    case 'texts':
      return <TextsElement {...props} />;
    case 'choice':
      return <ChoiceElement {...parts} name={name as ElementOfKind<'choice'>} />;
    case 'flag':
      return <FlagElement {...parts} name={name as ElementOfKind<'flag'>} />;
    case 'set':
      return <SetElement {...parts} name={name as ElementOfKind<'set'>} />;
    case 'list':
      return <ListElement {...parts} name={name as ElementOfKind<'list'>} />;
    default:
      return <TypedElement {...props} />;
  }
}

/** A text with a box for each of its languages: those in use, and a button for each other one. */
function TextsElement(props: ElementProps) {
  const { record, element, isReadOnly } = props;
  const { t } = useTranslation();
  const { language: window } = useLabels();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const shown = languagesShown(element, record.values, window, opened);
  const hidden = isReadOnly ? [] : LANGUAGES.filter((language) => !shown.includes(language));
  const missing = missingOf(record.values, [element]);
  return (
    <div className={styles['texts']} data-element={element.name}>
      {shown.map((language) => {
        const field = `${element.name}/${language}`;
        // Where any language will do, the window's own is the one that asks.
        const asks = missing.some((each) => (each.language ?? window) === language);
        const hint = (text: string) => <MissingHint isMissing={asks && text.trim() === ''} />;
        return (
          <EditField
            key={language}
            record={record}
            field={field}
            label={fieldName(field, (key, values) => t(key, values ?? {}))}
            shown={typedText(field, record.values[field], window)}
            read={(text) => readField(field, text)}
            hint={hint}
            lang={language}
            multiline
            isReadOnly={isReadOnly}
            isRequired={element.required && (element.languages.includes(language) || asks)}
            autoFocus={opened.at(-1) === field}
          />
        );
      })}
      {hidden.length > 0 && (
        <div className={styles['more']}>
          {hidden.map((language) => (
            <Button
              key={language}
              variant="quiet"
              icon="plus"
              name={`${t(`field.languageNames.${language}`)}: ${t(`field.${element.name}`)}`}
              onPress={() => setOpened([...opened, `${element.name}/${language}`])}
            >
              {t(`field.languageNames.${language}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What is typed into one line or box: numbers, dates, counts, leaves, plain text. */
function TypedElement({ record, element, above, isReadOnly }: ElementProps) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const { name } = element;
  const { kind } = elementOf(name);
  const hint = (text: string): ReactNode => (
    <>
      <MissingHint isMissing={element.required && text.trim() === ''} />
      {kind === 'dates' && <DatesHint text={text} above={name === 'dates' ? above : []} />}
      {kind === 'leaves' && <LeavesHint text={text} />}
      {kind === 'number' && (
        <ClashHint type={record.t} parent={above.at(-1)?.id ?? null} text={text} self={record.id} />
      )}
    </>
  );
  return (
    <EditField
      record={record}
      field={name}
      label={t(`field.${name}`)}
      shown={typedText(name, record.values[name], language)}
      read={(text) => readField(name, text)}
      hint={hint}
      multiline={kind === 'text'}
      isReadOnly={isReadOnly}
      isRequired={element.required}
    />
  );
}

function MissingHint({ isMissing }: { isMissing: boolean }) {
  const { t } = useTranslation();
  return isMissing ? <Warning>{t('required.missing')}</Warning> : null;
}

/** Two of them stand side by side. */
const NARROW: ReadonlySet<ElementName> = new Set([
  'number',
  'status',
  'access',
  'fondsKind',
  'inventoryKind',
  'kind',
  'authenticity',
  'author',
  'addressee',
  'extent',
  'unitCount',
  'leafCount',
  'letteredLeaves',
  'missedLeaves',
  'medium',
]);

export function isNarrow(name: ElementName): boolean {
  return NARROW.has(name);
}
