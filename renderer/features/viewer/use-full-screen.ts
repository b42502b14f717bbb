/**
 * The viewer over the whole screen. The whole page becomes full screen and the viewer covers it, so that dialogs, tooltips
 * and the palette stay in reach; where the host does not give the screen, the viewer still fills the window.
 */
import { useCallback, useEffect, useState } from 'react';

export function useFullScreen(): { isFull: boolean; toggle: () => void } {
  const [isFull, setFull] = useState(false);

  useEffect(() => {
    if (!isFull) return undefined;
    const leave = () => setFull(false);
    const onChange = () => {
      if (document.fullscreenElement === null) leave();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isInDialog(event.target)) leave();
    };
    document.addEventListener('fullscreenchange', onChange);
    window.addEventListener('keydown', onKey);
    // Refused by a host that gives no permissions.
    document.documentElement.requestFullscreen().catch(() => undefined);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      window.removeEventListener('keydown', onKey);
      if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
    };
  }, [isFull]);

  const toggle = useCallback(() => setFull((was) => !was), []);
  return { isFull, toggle };
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"],[role="alertdialog"]') !== null;
}
