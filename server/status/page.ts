/** The status page: who is behind, what is unsent, last contacts, disk, backups, checks of files. No script. */
import type { DeviceEntry } from '../store/directory-calls.ts';
import { html, toText, type Markup } from './html.ts';
import type { ArchiveState, ServerState } from './server-state.ts';
import { STYLE } from './style.ts';
import { bytes, span } from './words.ts';

/** Older than this is said in red. */
const LATE_CONTACT_MS = 7 * 86_400_000;
const LATE_BACKUP_MS = 2 * 86_400_000;
const LATE_CHECK_MS = 180 * 86_400_000;
const LITTLE_ROOM = 0.1;

/** The page for an administrator. */
export function statusPage(
  state: ServerState,
  who: { readonly server: string; readonly person: string; readonly app: string },
  now: number,
): string {
  return page(
    who.server,
    html`<header>
        <h1>${who.server}</h1>
        <form action="/status"><button type="submit">Look again</button></form>
        <form method="post" action="/status/sign-out">
          ${who.person} <button type="submit">Sign out</button>
        </form>
      </header>
      <dl>
        ${fact('As of', `${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`)}
        ${fact('Version', who.app)} ${fact('Running for', span(now - Date.parse(state.startedAt)))}
        ${state.disk === null ? fact('Disk', 'unknown') : diskFact(state.disk)}
      </dl>
      ${state.archives.length === 0 ? html`<p>There is no archive on this server yet.</p>` : html``}
      ${state.archives.map((archive) => archivePart(archive, now))}`,
  );
}

/** The page for everybody else. `trouble`: what is said of the last try. */
export function signInPage(server: string, trouble: string | null): string {
  return page(
    server,
    html`<form class="sign-in" method="post" action="/status">
      <h1>${server}</h1>
      ${trouble === null ? html`` : html`<p class="bad" role="alert">${trouble}</p>`}
      <label for="login">Login</label>
      <input id="login" name="login" autocomplete="username" required maxlength="100" />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxlength="1000"
      />
      <button type="submit">Sign in</button>
    </form>`,
  );
}

function page(title: string, body: Markup): string {
  const markup = html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title}</title>`;
  // The style sheet goes in as it is: its sum is in the policy.
  return `<!doctype html><html lang="en"><head>${toText(markup)}<style>${STYLE}</style></head><body><main>${toText(body)}</main></body></html>`;
}

function fact(name: string, value: string | Markup): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function said(text: string, isBad: boolean): Markup {
  return isBad ? html`<span class="bad">${text}</span>` : html`${text}`;
}

function diskFact({ free, total }: NonNullable<ServerState['disk']>): Markup {
  return fact('Free on the disk', said(`${bytes(free)} of ${bytes(total)}`, free < total * LITTLE_ROOM));
}

function archivePart(archive: ArchiveState, now: number): Markup {
  const { backup, files, withheld, head, durable } = archive;
  const unsafe = head - durable;
  return html`<section>
    <h2>${archive.name}</h2>
    <dl>
      ${fact('Changes', String(head))}
      ${fact('Not in a backup yet', said(String(unsafe), unsafe > 0 && isLate(backup?.at ?? null, now, LATE_BACKUP_MS)))}
      ${fact('Last backup', backupText(backup, now))}
      ${fact('Set aside, waiting for a person', said(String(withheld), withheld > 0))}
      ${archive.bytes === null ? html`` : fact('Log and snapshots', bytes(archive.bytes))}
      ${files === null ? html`` : filesFacts(files, now)}
    </dl>
    ${devicesTable(archive, now)}
  </section>`;
}

function backupText(backup: ArchiveState['backup'], now: number): Markup {
  if (backup === null) return said('never', true);
  if (!backup.ok) return said(`${span(now - Date.parse(backup.at))} ago, not whole`, true);
  return said(`${span(now - Date.parse(backup.at))} ago`, isLate(backup.at, now, LATE_BACKUP_MS));
}

function filesFacts(files: NonNullable<ArchiveState['files']>, now: number): Markup {
  const { oldestCheck } = files;
  const checked = oldestCheck === null ? 'none yet' : `within ${span(now - Date.parse(oldestCheck))}`;
  return html`${fact('Files', `${files.files} (${bytes(files.bytes)})`)}
  ${fact('On their way', String(files.uploads))}
  ${fact('Damaged', said(String(files.damaged), files.damaged > 0))}
  ${fact('All checked', said(checked, oldestCheck !== null && isLate(oldestCheck, now, LATE_CHECK_MS)))}`;
}

function devicesTable({ devices, head, name }: ArchiveState, now: number): Markup {
  if (devices.length === 0) return html`<p>No device yet.</p>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Devices of ${name}">
    <table>
      <caption>
        Devices
      </caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Last contact</th>
          <th scope="col" class="number">Has not read</th>
          <th scope="col" class="number">Unsent records</th>
          <th scope="col" class="number">Unsent changes</th>
          <th scope="col" class="number">Unsent files</th>
          <th scope="col">Version</th>
        </tr>
      </thead>
      <tbody>
        ${devices.toSorted(byNeed).map((device) => deviceRow(device, head, now))}
      </tbody>
    </table>
  </div>`;
}

/** Those whose work is not here come first, then those that were silent longest; who was shut out comes last. */
function byNeed(a: DeviceEntry, b: DeviceEntry): number {
  const isOut = (device: DeviceEntry): number => (device.revokedAt === null ? 0 : 1);
  const unsent = ({ contact }: DeviceEntry): number =>
    contact === null ? 0 : contact.behind.ops + contact.behind.files;
  const last = ({ contact }: DeviceEntry): number => (contact === null ? 0 : Date.parse(contact.at));
  return isOut(a) - isOut(b) || unsent(b) - unsent(a) || last(a) - last(b);
}

function deviceRow({ name, contact, revokedAt }: DeviceEntry, head: number, now: number): Markup {
  const isOut = revokedAt !== null;
  const last = contact === null ? 'never' : `${span(now - Date.parse(contact.at))} ago`;
  const behind = contact?.behind ?? { ops: 0, records: 0, files: 0 };
  return html`<tr>
    <th scope="row">${name}${isOut ? html` <span class="bad">(shut out)</span>` : html``}</th>
    <td>${said(last, !isOut && isLate(contact?.at ?? null, now, LATE_CONTACT_MS))}</td>
    <td class="number">${Math.max(0, head - (contact?.srv ?? 0))}</td>
    <td class="number">${behind.records}</td>
    <td class="number">${behind.ops}</td>
    <td class="number">${behind.files}</td>
    <td>${contact?.app ?? ''}</td>
  </tr>`;
}

function isLate(at: string | null, now: number, ms: number): boolean {
  return at === null || now - Date.parse(at) > ms;
}
