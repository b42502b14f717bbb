// Gives a Node process the `process.parentPort` of Electron's utility processes, and takes away what those do not have.
const { EventEmitter } = require('node:events');

const port = new EventEmitter();
const send = process.send.bind(process);
port.postMessage = (message) => send(message, undefined, undefined, () => undefined);
process.on('message', (data) => port.emit('message', { data, ports: [] }));
process.on('disconnect', () => process.exit(0));
process.parentPort = port;
process.send = undefined;
