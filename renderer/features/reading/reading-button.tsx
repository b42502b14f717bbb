/** The button of a toolbar that reads what is chosen: the command of the pane beside it, which knows what that is. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useCommandList } from '../../ui/commands.ts';

export function ReadingButton() {
  const { t } = useTranslation();
  const command = useCommandList().find(({ id }) => id === 'reading.read');
  if (command === undefined) return null;
  return (
    <Button icon="heading" isDisabled={command.isDisabled ?? false} onPress={command.run}>
      {t('text.read')}
    </Button>
  );
}
