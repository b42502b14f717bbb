/** The only two channels between the preload and the main process. */
export const CALL_CHANNEL = 'qoima:call';
export const EVENT_CHANNEL = 'qoima:event';
