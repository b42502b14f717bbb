/* oxlint-disable jsx-a11y/interactive-supports-focus -- the focus stays in the field, which names the row by aria-activedescendant */
/** A field with suggestions beneath it: type, choose by arrows, take by Enter. The first suggestion is taken unless told. */
import { useId, useState, type KeyboardEvent } from 'react';
import styles from './suggest-box.module.css';

export type Suggestion = { readonly id: string; readonly label: string };

type SuggestBoxProps = {
  label: string;
  placeholder: string;
  /** For the text that is typed now. */
  suggestions: readonly Suggestion[];
  /** Said when there are none. */
  noneText: string;
  text: string;
  onText: (text: string) => void;
  onChoose: (id: string) => void;
};

export function SuggestBox(props: SuggestBoxProps) {
  const { label, placeholder, suggestions, noneText, text, onText, onChoose } = props;
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const id = useId();
  const index = Math.min(active, Math.max(0, suggestions.length - 1));

  const choose = (suggestion: Suggestion | undefined) => {
    if (suggestion === undefined) return;
    setActive(0);
    onText('');
    onChoose(suggestion.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      if (open) setActive(Math.min(suggestions.length - 1, index + 1));
      setOpen(true);
    } else if (event.key === 'ArrowUp') setActive(Math.max(0, index - 1));
    else if (event.key === 'Enter' && open) choose(suggestions[index]);
    else if (event.key === 'Escape' && open) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles['box']}>
      <label htmlFor={`${id}-input`} className={styles['label']}>
        {label}
      </label>
      <input
        id={`${id}-input`}
        type="text"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && suggestions.length > 0 ? `${id}-${index}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        className={styles['input']}
        onChange={(event) => {
          onText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {open && suggestions.length === 0 && (
        <p role="status" className={styles['none']}>
          {noneText}
        </p>
      )}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        hidden={!open || suggestions.length === 0}
        className={styles['list']}
      >
        {suggestions.map((suggestion, i) => (
          <div
            key={suggestion.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === index}
            className={styles['option']}
            ref={(element) => {
              if (i === index && open) element?.scrollIntoView({ block: 'nearest' });
            }}
            // Before the field loses the focus and shuts the list.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(suggestion);
            }}
          >
            {suggestion.label}
          </div>
        ))}
      </div>
    </div>
  );
}
