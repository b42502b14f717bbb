/** Buttons: with words, or with an icon alone and then always with a name and a tooltip. */
import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from './button.module.css';
import { Icon, type IconName } from './icons.tsx';

type ButtonProps = {
  children: ReactNode;
  onPress?: (() => void) | undefined;
  variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  icon?: IconName;
  type?: 'button' | 'submit';
  slot?: string;
  isDisabled?: boolean;
  autoFocus?: boolean;
};

export function Button({ children, variant = 'plain', icon, onPress, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(onPress === undefined ? {} : { onPress: () => onPress() })}
      className={`${styles['button']} ${styles[variant]}`}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

type IconButtonProps = {
  icon: IconName;
  /** Its name for a screen reader and its tooltip. */
  label: string;
  onPress?: () => void;
  isDisabled?: boolean;
  isPressed?: boolean;
  keys?: string;
};

export function IconButton({ icon, label, onPress, isDisabled = false, isPressed, keys }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        aria-label={label}
        {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
        {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}
        {...(onPress === undefined ? {} : { onPress: () => onPress() })}
        isDisabled={isDisabled}
        className={`${styles['button']} ${styles['iconOnly']}`}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className={styles['tooltip'] ?? ''} offset={6}>
        {keys === undefined ? label : `${label} (${keys.replaceAll('Control', 'Ctrl')})`}
      </Tooltip>
    </TooltipTrigger>
  );
}
