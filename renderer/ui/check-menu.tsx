/** A button with a list of things that are each on or off. */
import { Button, Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import buttonStyles from './button.module.css';
import { Icon } from './icons.tsx';
import styles from './menu.module.css';

type CheckMenuProps<T extends string> = {
  label: string;
  /** For a screen reader, when the label alone does not tell what is chosen here. */
  name?: string;
  options: readonly { readonly value: T; readonly label: string }[];
  values: readonly T[];
  /** The values that are on now, in the order of the options. */
  onChange: (values: T[]) => void;
};

export function CheckMenu<T extends string>(props: CheckMenuProps<T>) {
  const { label, name, options, values, onChange } = props;
  return (
    <MenuTrigger>
      <Button
        className={`${buttonStyles['button']} ${buttonStyles['quiet']}`}
        {...(name === undefined ? {} : { 'aria-label': name })}
      >
        {label}
        <Icon name="down" size={10} />
      </Button>
      <Popover className={styles['popover'] ?? ''} placement="top end">
        <AriaMenu
          className={styles['menu'] ?? ''}
          selectionMode="multiple"
          selectedKeys={values}
          onSelectionChange={(keys) =>
            onChange(options.map(({ value }) => value).filter((value) => keys === 'all' || keys.has(value)))
          }
        >
          {options.map((option) => (
            <MenuItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={styles['item'] ?? ''}
            >
              {({ isSelected }) => (
                <>
                  <span className={styles['check']}>{isSelected && <Icon name="check" />}</span>
                  {option.label}
                </>
              )}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
