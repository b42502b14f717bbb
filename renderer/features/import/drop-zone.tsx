/** Files and folders dropped anywhere on the window are imported. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { collectDropped } from './collect-files.ts';
import { useImporter, type Destination } from './import-context.tsx';
import styles from './import.module.css';

type DropZoneProps = { into: Destination; parentLabel: string | null };

export function DropZone({ into, parentLabel }: DropZoneProps) {
  const { place, parent } = into;
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const { start } = useImporter();
  const [isOver, setIsOver] = useState(false);
  /** Entering a child comes before leaving its parent; only the balance tells. */
  const depth = useRef(0);

  useEffect(() => {
    if (!capabilities.canImport) return undefined;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth.current += 1;
      setIsOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setIsOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      depth.current = 0;
      setIsOver(false);
      void collectDropped(event.dataTransfer.items).then((collected) => start(collected, { place, parent }));
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        window.removeEventListener(name, listener as EventListener);
      }
    };
  }, [capabilities.canImport, place, parent, start]);

  if (!isOver) return null;
  return (
    <div className={styles['drop']}>
      <Icon name="imports" size={40} />
      <p>{parentLabel === null ? t('import.dropLoose') : t('import.dropInto', { place: parentLabel })}</p>
    </div>
  );
}
