/** Type-checks every environment by its own tsconfig; ends with 1 when any of them has an error. */
import { spawnSync } from 'node:child_process';

const ENVIRONMENTS = ['shared', 'node', 'electron', 'server', 'renderer', 'build', 'test'];

let failed = false;
for (const environment of ENVIRONMENTS) {
  const run = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', environment], {
    stdio: 'inherit',
  });
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
