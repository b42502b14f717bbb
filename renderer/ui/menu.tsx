/** A button with a list of acts beneath it. */
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Button } from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import buttonStyles from './button.module.css';
import styles from './menu.module.css';

type MenuAct = {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly act: () => void;
};

type MenuProps = { label: string; icon?: IconName; acts: readonly MenuAct[]; isDisabled?: boolean };

export function Menu({ label, icon, acts, isDisabled = false }: MenuProps) {
  return (
    <MenuTrigger>
      <Button className={buttonStyles['button'] ?? ''} isDisabled={isDisabled || acts.length === 0}>
        {icon !== undefined && <Icon name={icon} />}
        {label}
        <Icon name="down" size={10} />
      </Button>
      <Popover className={styles['popover'] ?? ''} placement="bottom start">
        <AriaMenu
          className={styles['menu'] ?? ''}
          onAction={(key) => acts.find((act) => act.id === key)?.act()}
        >
          {acts.map((act) => (
            <MenuItem key={act.id} id={act.id} textValue={act.label} className={styles['item'] ?? ''}>
              {act.icon !== undefined && <Icon name={act.icon} />}
              {act.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
