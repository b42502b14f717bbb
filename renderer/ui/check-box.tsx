/** Something that is on or off, with its words beside it. */
import { Checkbox } from 'react-aria-components';
import styles from './check-box.module.css';
import { Icon } from './icons.tsx';

type CheckBoxProps = {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isReadOnly?: boolean;
  /** For a screen reader, where the words alone do not tell; it must hold them. */
  name?: string;
};

export function CheckBox({ label, isOn, onChange, isReadOnly = false, name }: CheckBoxProps) {
  return (
    <Checkbox
      isSelected={isOn}
      onChange={onChange}
      isReadOnly={isReadOnly}
      {...(name === undefined ? {} : { 'aria-label': name })}
      className={styles['checkBox'] ?? ''}
    >
      {({ isSelected }) => (
        <>
          <span className={styles['box']}>{isSelected && <Icon name="check" size={12} />}</span>
          {label}
        </>
      )}
    </Checkbox>
  );
}
