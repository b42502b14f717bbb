/** One of a few answers, each with its words; the arrows go from one to the next. */
import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import styles from './radio-list.module.css';

type RadioListProps<T extends string> = {
  label: string;
  options: readonly { readonly value: T; readonly label: ReactNode }[];
  /** Null: nothing is chosen yet. */
  value: T | null;
  onChange: (value: T) => void;
  isDisabled?: boolean;
  /** The keyboard is there from the start. */
  autoFocus?: boolean;
};

export function RadioList<T extends string>(props: RadioListProps<T>) {
  const { label, options, value, onChange, isDisabled = false, autoFocus = false } = props;
  return (
    <RadioGroup
      value={value}
      onChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      isDisabled={isDisabled}
      className={styles['group'] ?? ''}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      {options.map((option, index) => (
        <Radio
          key={option.value}
          value={option.value}
          autoFocus={autoFocus && (value === null ? index === 0 : value === option.value)}
          className={styles['radio'] ?? ''}
        >
          <span className={styles['dot']} />
          <span className={styles['words']}>{option.label}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
