/** The button of a toolbar that reads what is chosen: the command of the pane beside it, which knows what that is. */
import { CommandButton } from '../../ui/button.tsx';
import { useCommandList } from '../../ui/commands.ts';

export function ReadingButton() {
  const command = useCommandList().find(({ id }) => id === 'reading.read');
  return command === undefined ? null : <CommandButton command={command} icon="heading" />;
}
