/** The status page's paths. Signing in asks for an administrator's password; the page itself changes nothing. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ok, type Result } from '../../shared/result.ts';
import type { Guesses } from '../auth/guesses.ts';
import { addressKey } from '../http/addresses.ts';
import { readBody } from '../http/body.ts';
import { createBudget } from '../http/budget.ts';
import type { Asked, RawAnswer, Route } from '../http/routes.ts';
import type { Account, Directory } from '../store/directory-calls.ts';
import { createPageSessions } from './page-sessions.ts';
import { signInPage, statusPage } from './page.ts';
import type { ServerState } from './server-state.ts';
import { STATUS_POLICY } from './style.ts';

const FORM_BYTES = 8 * 1024;
const FORM_MS = 20_000;
/** All forms at once. */
const FORMS_BYTES = 1024 * 1024;

const WRONG = 'Login or password is wrong, or this account is not an administrator’s.';
const LATER = 'Too many tries: wait a minute.';

export type StatusDeps = {
  readonly directory: Pick<Directory, 'account' | 'checkPassword'>;
  readonly server: { readonly name: string };
  readonly app: string;
  readonly serverState: () => Promise<ServerState>;
  readonly guesses: Guesses;
  readonly now: () => number;
  readonly isSecure: boolean;
};

export function createStatusRoutes(deps: StatusDeps): Route[] {
  const { directory, server, app, serverState, guesses, now } = deps;
  const sessions = createPageSessions(deps);
  const forms = createBudget(FORMS_BYTES);

  async function adminOf(cookie: string | undefined): Promise<Account | null> {
    const signedIn = sessions.signedIn(cookie);
    const account = signedIn === null ? null : await directory.account(signedIn.id);
    // A new password ends what was opened by the one before.
    if (account === null || account.passwordMark !== signedIn?.passwordMark) return null;
    return account.admin && account.closedAt === null ? account : null;
  }

  async function show({ headers }: Asked): Promise<Result<RawAnswer, string>> {
    const person = await adminOf(headers.cookie);
    if (person === null) return ok(pageAnswer(200, signInPage(server.name, null)));
    const who = { server: server.name, person: person.name, app };
    return ok(pageAnswer(200, statusPage(await serverState(), who, now())));
  }

  async function signIn(asked: Asked, body: IncomingMessage): Promise<Result<RawAnswer, string>> {
    const form = isOwnForm(asked.headers) ? await readForm(body, forms) : null;
    if (form === null) return ok(pageAnswer(400, signInPage(server.name, WRONG)));
    const found = await guesses.guess('page', addressKey(asked.address), ['UNAUTHENTICATED'], () =>
      directory.checkPassword(form),
    );
    if (found.ok && found.value.admin) return ok(seeOther(sessions.begin(found.value)));
    const isLater = !found.ok && found.code !== 'UNAUTHENTICATED';
    return ok(pageAnswer(isLater ? 429 : 403, signInPage(server.name, isLater ? LATER : WRONG)));
  }

  return [
    {
      kind: 'plain',
      method: 'GET',
      path: '/status',
      summary: 'The page for administrators, or its sign-in.',
      produces: 'text/html',
      handle: show,
    },
    {
      kind: 'plain',
      method: 'POST',
      path: '/status',
      summary: 'Signs an administrator in on the page.',
      produces: 'text/html',
      handle: signIn,
    },
    {
      kind: 'plain',
      method: 'POST',
      path: '/status/sign-out',
      summary: 'Signs out of the page.',
      produces: 'text/html',
      handle: async ({ headers }) =>
        ok(
          isOwnForm(headers)
            ? seeOther(sessions.end(headers.cookie))
            : pageAnswer(400, signInPage(server.name, null)),
        ),
    },
  ];
}

/** Only our own page sends forms here; browsers say it in headers that no other page can set. */
function isOwnForm(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

async function readForm(
  body: IncomingMessage,
  budget: ReturnType<typeof createBudget>,
): Promise<{ login: string; password: string } | null> {
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(body.headers['content-type'] ?? '')) return null;
  const read = await readBody(body, { bytes: FORM_BYTES, deadlineMs: FORM_MS, budget });
  if (!read.ok) return null;
  const form = new URLSearchParams(read.value.toString('utf8'));
  const [login, password] = [form.get('login') ?? '', form.get('password') ?? ''];
  return login === '' || password === '' || login.length > 100 || password.length > 1000
    ? null
    : { login, password };
}

function pageAnswer(status: number, body: string): RawAnswer {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': STATUS_POLICY };
  return { status, headers, body };
}

function seeOther(cookie: string): RawAnswer {
  return { status: 303, headers: { location: '/status', 'set-cookie': cookie } };
}
