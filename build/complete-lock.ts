/**
 * `node build/complete-lock.ts`: adds to package-lock.json the packages for other systems that the registry at hand did
 * not have when it was written. npm leaves such packages out, and then `npm ci` refuses the whole file. On their own
 * systems npm fetches them by name and version; here they are passed over. Run it after every change of dependencies.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Entry = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
export type LockFile = { packages: Record<string, Entry> };

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** The optional packages of exact versions that the file wants and does not hold, by their place. */
export function missingPackages(lock: LockFile): Record<string, Entry> {
  const missing: Record<string, Entry> = {};
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!/^\d/.test(version) || isInReach(lock, place, name)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...(entry.dev === true ? { dev: true } : {}),
        optional: true,
        ...bounds(name),
      } as Entry;
    }
  }
  return missing;
}

/** As Node looks for it: in the package's own `node_modules`, then in each one above. */
function isInReach(lock: LockFile, place: string, name: string): boolean {
  const parts = place === '' ? [] : place.split('/node_modules/');
  return [...parts.keys(), parts.length].some((count) => {
    const above = parts.slice(0, count).join('/node_modules/');
    return Object.hasOwn(lock.packages, `${above === '' ? '' : `${above}/`}node_modules/${name}`);
  });
}

/** For which systems such a package is, as its name says. */
function bounds(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  if (os.length === 0 || cpu.length === 0) throw new Error(`which systems is ${name} for?`);
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : ['glibc'];
  return { os, cpu, ...(os[0] === 'linux' ? { libc } : {}) };
}

if (import.meta.main) {
  const file = path.resolve(import.meta.dirname, '../package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  const missing = missingPackages(lock);
  const [root = ['', {}], ...others] = Object.entries(lock.packages);
  const all = [...others, ...Object.entries(missing)].sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries([root, ...all]);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} packages for other systems added`);
}
