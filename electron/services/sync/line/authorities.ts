/** Whose certificates are believed: the system's own, those that came with Node, and those that a person gave. */
import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { fail, ok, type Result } from '../../../../shared/result.ts';

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/gu;

/** An institution has one authority, or a few while one follows the other. */
const MOST_AUTHORITIES = 20;

/**
 * The certificates in a text, and how their owners are called. Errors: BAD_CERTIFICATE (none can be read, or one is no authority's
 * and not signed by itself).
 */
export function readAuthorities(
  pem: string,
): Result<{ readonly pems: readonly string[]; readonly names: readonly string[] }, 'BAD_CERTIFICATE'> {
  const pems = pem.match(PEM) ?? [];
  if (pems.length === 0 || pems.length > MOST_AUTHORITIES)
    return fail('BAD_CERTIFICATE', { count: pems.length });
  try {
    const certificates = pems.map((each) => new X509Certificate(each));
    if (certificates.some((each) => !each.ca && each.subject !== each.issuer))
      return fail('BAD_CERTIFICATE', { count: pems.length });
    return ok({ pems, names: certificates.map(nameOf) });
  } catch {
    return fail('BAD_CERTIFICATE', { count: pems.length });
  }
}

/** Everything that is believed, as TLS wants it; `pem` is what a person gave, empty for nothing. */
export function trusted(pem: string): string[] {
  const given = pem === '' ? null : readAuthorities(pem);
  return [
    ...new Set([
      ...getCACertificates('default'),
      ...systemCertificates(),
      ...(given?.ok === true ? given.value.pems : []),
    ]),
  ];
}

/** A store of the system that cannot be read is no reason to do without a line. */
function systemCertificates(): string[] {
  try {
    return getCACertificates('system');
  } catch {
    return [];
  }
}

/** `O=…` and `CN=…` stand each on its own line of the subject. */
function nameOf({ subject, fingerprint256 }: X509Certificate): string {
  const part = (key: string) =>
    subject
      .split('\n')
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1);
  return part('CN') ?? part('O') ?? fingerprint256;
}
