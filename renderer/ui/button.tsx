/** Buttons: with words, or with an icon alone and then always with a name and a tooltip. */
import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { ariaChord, printChord } from './chords.ts';
import styles from './button.module.css';
import type { Command } from './commands.ts';
import { Icon, type IconName } from './icons.tsx';

type ButtonProps = {
  children: ReactNode;
  onPress?: (() => void) | undefined;
  variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  icon?: IconName;
  type?: 'button' | 'submit';
  slot?: string;
  isDisabled?: boolean;
  /** It is at work: presses do nothing and the keyboard stays on it, which a disabled one would lose. */
  isPending?: boolean;
  autoFocus?: boolean;
  /** For a screen reader, where the words alone do not tell; it must hold them. */
  name?: string;
};

export function Button({
  children,
  variant = 'plain',
  icon,
  onPress,
  name,
  isPending = false,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      // React Aria's own would leave words for a screen reader behind that name a button which may be gone.
      {...(isPending ? { 'aria-disabled': true, 'data-pending': true, type: 'button' as const } : {})}
      {...(name === undefined ? {} : { 'aria-label': name })}
      {...(onPress === undefined || isPending ? {} : { onPress: () => onPress() })}
      className={`${styles['button']} ${styles[variant]}`}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

/** A command of the window as a button with words. */
export function CommandButton({ command, icon }: { command: Command; icon: IconName }) {
  return (
    <Button icon={icon} isDisabled={command.isDisabled ?? false} onPress={command.run}>
      {command.label}
    </Button>
  );
}

type IconButtonProps = {
  icon: IconName;
  /** Its name for a screen reader and its tooltip. */
  label: string;
  onPress?: () => void;
  isDisabled?: boolean;
  isPressed?: boolean;
  /** The first of its keys; see `chords.ts`. */
  chord?: string | undefined;
};

export function IconButton({ icon, label, onPress, isDisabled = false, isPressed, chord }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        aria-label={label}
        {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
        {...(chord === undefined ? {} : { 'aria-keyshortcuts': ariaChord(chord) })}
        {...(onPress === undefined ? {} : { onPress: () => onPress() })}
        isDisabled={isDisabled}
        className={`${styles['button']} ${styles['iconOnly']}`}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className={styles['tooltip'] ?? ''} offset={6}>
        {chord === undefined ? label : `${label} (${printChord(chord)})`}
      </Tooltip>
    </TooltipTrigger>
  );
}
