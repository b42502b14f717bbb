/** Talks to a server byte by byte, and reads what comes back, whatever it is. */
import { connect } from 'node:net';

export type Heard = {
  /** Null: the line was closed without an answer. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** All that came. */
  readonly text: string;
};

/** A request without an end gets no answer: then the line is ended from here. */
const PATIENCE_MS = 250;
/** A server that says and does nothing for so long hangs. */
const HANG_MS = 20_000;

/** Sends bytes; resolves when the answer is whole or the line is closed. @throws Error when nothing happens for 20 s */
export function talk(port: number, bytes: Uint8Array, patienceMs = PATIENCE_MS): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const isHead = Buffer.from(bytes).toString('latin1', 0, 5) === 'HEAD ';
    let patience: NodeJS.Timeout | undefined;
    const hang = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no end after ${HANG_MS} ms of ${Buffer.from(bytes).toString('latin1', 0, 300)}`));
    }, HANG_MS);
    const done = (): void => {
      clearTimeout(hang);
      clearTimeout(patience);
      socket.destroy();
      resolve(read(Buffer.concat(chunks), isHead));
    };
    socket.on('connect', () => {
      socket.write(bytes);
      patience = setTimeout(() => socket.end(), patienceMs);
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      clearTimeout(patience);
      if (isWhole(Buffer.concat(chunks), isHead)) done();
    });
    // A reset is a closed line.
    socket.on('error', () => undefined);
    socket.on('close', done);
  });
}

function isWhole(bytes: Buffer, isHead: boolean): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const { status, headers } = read(bytes, isHead);
  if (isHead || status === 204 || status === 304) return true;
  const length = headers['content-length'];
  if (length !== undefined) return bytes.length >= end + 4 + Number(length);
  return headers['transfer-encoding'] === 'chunked' && bytes.subarray(-5).toString('latin1') === '0\r\n\r\n';
}

/** The first answer. */
function read(bytes: Buffer, isHead: boolean): Heard {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, end === -1 ? bytes.length : end).toString('utf8');
  const [first = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.1 (?<status>\d{3})/.exec(first)?.groups?.['status'];
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const rest = end === -1 ? Buffer.alloc(0) : bytes.subarray(end + 4);
  const length = isHead ? 0 : Number(headers['content-length'] ?? rest.length);
  return {
    status: status === undefined ? null : Number(status),
    headers,
    body: rest.subarray(0, length).toString('utf8'),
    text: bytes.toString('utf8'),
  };
}
