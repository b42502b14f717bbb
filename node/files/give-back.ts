/** Memory of pieces on their way, given back at once: left to the collector it costs more than everything else on the way. */

/** Frees what `bytes` take; nobody may look at them any more. Only memory that is all their own. */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && !buffer.detached)
    buffer.transfer(0);
}
