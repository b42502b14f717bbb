/** What keeps a line from carrying anything, as codes: who asks needs to know whether to wait, to mend something, or to doubt the answer. */
import { fail, type Failure } from '../../../../shared/result.ts';
import type { LineProblem } from '../../../../shared/sync/wire/problems.ts';

const CERTIFICATE_CODES =
  /^(?:ERR_TLS_CERT|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|CRL_)/u;

/** An answer that is not HTTP at all, or not over TLS. */
const FOREIGN_CODES = /^(?:HPE_|EPROTO$|ERR_SSL_|ERR_HTTP_|ERR_INVALID_CHAR|Z_|ERR_ZSTD|ERR_CONTENT)/u;

/** The code of what a request or its answer threw; everything unknown is a line that does not carry. */
export function lineFailure(error: unknown): Failure<LineProblem> {
  const {
    code = '',
    message = '',
    name = '',
  } = (error ?? {}) as {
    code?: string;
    message?: string;
    name?: string;
  };
  if (name === 'AbortError' || code === 'ABORT_ERR') return fail('CANCELLED');
  if (code === 'LINE_TIMEOUT' || code === 'ETIMEDOUT' || code === 'ERR_SOCKET_CONNECTION_TIMEOUT')
    return fail('TIMEOUT');
  if (code === 'ERR_PROXY_TUNNEL' || code === 'ERR_PROXY_INVALID_CONFIG') return proxyFailure(message);
  if (CERTIFICATE_CODES.test(code)) return fail('CERTIFICATE', { reason: code });
  if (FOREIGN_CODES.test(code)) return fail('NOT_A_SERVER', { reason: code });
  return fail('OFFLINE', { reason: code === '' ? 'UNKNOWN' : code });
}

/** A proxy that cannot reach the centre (5xx) is a line that is down; any other refusal is meant for a person. */
function proxyFailure(message: string): Failure<LineProblem> {
  const status = Number(/HTTP\/\d\.\d (?<status>\d{3})/u.exec(message)?.groups?.['status'] ?? 0);
  return status >= 500 ? fail('OFFLINE', { reason: 'PROXY', status }) : fail('PROXY_REFUSED', { status });
}
