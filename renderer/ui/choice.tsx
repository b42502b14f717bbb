/** One of a few things, by a labelled list of the system. */
import { useId } from 'react';
import styles from './choice.module.css';

type ChoiceProps<T extends string> = {
  label: string;
  options: readonly { readonly value: T; readonly label: string }[];
  value: T;
  onChange: (value: T) => void;
  hideLabel?: boolean;
};

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, options, value, onChange, hideLabel = false } = props;
  const id = useId();
  return (
    <div className={styles['choice']}>
      {!hideLabel && <label htmlFor={id}>{label}</label>}
      <select
        id={id}
        {...(hideLabel ? { 'aria-label': label } : {})}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
