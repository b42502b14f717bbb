/** Puts `qoimaHost` into the page: values go in and out, never an event or a channel of Electron's. */
import { contextBridge, ipcRenderer } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';
import { BRIDGE_NAME, type HostBridge } from '../../shared/rpc/bridge.ts';

const bridge: HostBridge = {
  call: (method, input) => ipcRenderer.invoke(CALL_CHANNEL, method, input),
  on(listener) {
    const hear = (_event: unknown, name: string, value: unknown): void => listener(name, value);
    ipcRenderer.on(EVENT_CHANNEL, hear);
    return () => void ipcRenderer.off(EVENT_CHANNEL, hear);
  },
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
