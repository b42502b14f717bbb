/** A labelled line or box of text, with a hint and a complaint that a screen reader hears too. */
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import styles from './text-field.module.css';

type TextFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  /** What helps to fill it; lines of text, links and signs. */
  hint?: ReactNode;
  /** Present: what is wrong with the value. */
  problem?: string | undefined;
  multiline?: boolean;
  /** What is typed is not shown. */
  type?: 'password';
  autoFocus?: boolean;
  isRequired?: boolean;
  isReadOnly?: boolean;
  lang?: string;
  inputRef?: Ref<HTMLInputElement>;
  hideLabel?: boolean;
  placeholder?: string;
};

export function TextField({ label, hint, problem, hideLabel = false, ...props }: TextFieldProps) {
  const { multiline = false, lang, placeholder, inputRef, onKeyDown, ...rest } = props;
  const language = optional({ lang, placeholder });
  const name = hideLabel ? { 'aria-label': label } : {};
  return (
    <AriaTextField
      {...rest}
      {...name}
      {...optional({ onKeyDown: passOn(onKeyDown) })}
      isInvalid={problem !== undefined}
      className={styles['field'] ?? ''}
    >
      {!hideLabel && <Label className={styles['label'] ?? ''}>{label}</Label>}
      {multiline ? (
        <TextArea {...language} className={styles['input'] ?? ''} rows={2} />
      ) : (
        <Input {...language} {...optional({ ref: inputRef })} className={styles['input'] ?? ''} />
      )}
      {hint !== undefined && hint !== null && (
        <Text slot="description" className={styles['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      {problem !== undefined && <FieldError className={styles['problem'] ?? ''}>{problem}</FieldError>}
    </AriaTextField>
  );
}

/** React Aria keeps keys to a field that listens for any; those that it made no use of are the window's as well. */
function passOn(onKeyDown: ((event: KeyboardEvent) => void) | undefined): AriaTextFieldProps['onKeyDown'] {
  if (onKeyDown === undefined) return undefined;
  return (event) => {
    onKeyDown(event);
    if (!event.isDefaultPrevented()) event.continuePropagation();
  };
}

/** Leaves out what is undefined: React Aria tells an absent property from an undefined one. */
function optional<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as never;
}
