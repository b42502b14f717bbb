/** A small picture of a page. It waits its turn (`loading-turns.ts`), so that the page that is looked at comes first. */
import { useEffect, useRef, useState } from 'react';
import { createLoadingTurns } from './loading-turns.ts';

/** Of the six that a browser asks for at once. */
const AT_ONCE = 3;
const turns = createLoadingTurns(AT_ONCE);

/** Says nothing to a screen reader: what it stands beside does. Where the host has no picture, nothing is shown. */
export function ThumbImage({ sha256, index }: { readonly sha256: string; readonly index: number }) {
  const address = `/picture/${sha256}/${index}/thumb`;
  const [begun, setBegun] = useState<string | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const leave = useRef<() => void>(() => undefined);
  useEffect(() => {
    leave.current = turns.enter(() => setBegun(address));
    return () => leave.current();
  }, [address]);
  return (
    <img
      src={begun === address ? address : undefined}
      alt=""
      decoding="async"
      draggable={false}
      hidden={missing === address}
      onLoad={() => leave.current()}
      onError={() => {
        leave.current();
        setMissing(address);
      }}
    />
  );
}
