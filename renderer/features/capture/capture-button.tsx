/** Begins to scan a unit, or shows the desk that scans it. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { goTo } from '../../ui/route.ts';

export function CaptureButton({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const open = () => goTo({ screen: 'capture', unit });
  const label = t('capture.scan');
  useCommands(capabilities.canImport ? [{ id: 'capture.open', label, run: open }] : []);
  if (!capabilities.canImport) return null;
  return (
    <Button icon="capture" onPress={open}>
      {label}
    </Button>
  );
}
