/** The headers that keep a page to its own origin; the same in both hosts, sent with every answer. */
import type { Details } from '../../../shared/result.ts';

/**
 * The style sheets that libraries put into the page as text: React Aria's rule for pressable elements and for
 * scrolling under an overlay, and OpenSeadragon's rule against a focus outline. A test computes the sums from the
 * installed packages, so that an upgrade that changes them is noticed here and not by a violation on a user's screen.
 */
export const STYLE_SUMS = [
  'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=',
  'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg=',
  'sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE=',
] as const;

/** For the page, its scripts and its workers (a worker is bound by the policy of its own script's answer). */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${STYLE_SUMS.map((sum) => `'${sum}'`).join(' ')}`,
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For scans and pictures: bytes of strangers, which may do nothing at all should a window ever open them as a page. */
export const BYTES_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

export const PAGE_HEADERS = { ...COMMON, 'content-security-policy': PAGE_POLICY } as const;
export const BYTES_HEADERS = { ...COMMON, 'content-security-policy': BYTES_POLICY } as const;

/** A name that stands for one content for ever may be kept by the window for ever. */
export const FOR_EVER = 'private, max-age=31536000, immutable';

/** A refusal: its code, and what fills the placeholders of its message, for the window to say. */
export function plain(
  status: number,
  code: string,
  more: { readonly headers?: Readonly<Record<string, string>>; readonly details?: Details } = {},
): Response {
  const { headers, details } = more;
  return Response.json(details === undefined ? { code } : { code, details }, {
    status,
    headers: { ...BYTES_HEADERS, 'cache-control': 'no-store', ...headers },
  });
}
