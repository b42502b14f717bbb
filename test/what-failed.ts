/** What a long check says at its end: its counts, and in a few lines each what failed, from the reports of vitest and Playwright. */

export type Failure = { readonly name: string; readonly error: string };

export type Summary = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  /** What passed the second time. */
  readonly flaky: readonly string[];
};

type VitestReport = {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests?: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
};

type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
};

type PlaywrightReport = {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly { readonly message?: string }[];
};

/** Lines of an error that are said again; the whole of it stands in the log above. */
const ERROR_LINES = 6;
const LINE_CHARACTERS = 240;

/** The report of `vitest run --reporter=json`; `root` is cut off the files' names. */
export function vitestSummary(json: string, root: string): Summary {
  const report = JSON.parse(json) as VitestReport;
  const failures = report.testResults.flatMap((file): Failure[] => {
    const name = file.name.startsWith(`${root}/`) ? file.name.slice(root.length + 1) : file.name;
    const tests = file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) => ({
        name: `${name} › ${test.fullName}`,
        error: firstLines(test.failureMessages?.join('\n') ?? ''),
      }));
    // A file that could not be loaded, or whose hooks failed, has no failed test.
    const isBare = file.status === 'failed' && tests.length === 0;
    return isBare ? [{ name, error: firstLines(file.message ?? '') }] : tests;
  });
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    failures,
    flaky: [],
  };
}

/** The report of `playwright test --reporter=json`. */
export function playwrightSummary(json: string): Summary {
  const report = JSON.parse(json) as PlaywrightReport;
  const counts = { passed: 0, skipped: 0 };
  const flaky: string[] = [];
  const failures: Failure[] = report.errors.map(({ message }) => ({
    name: 'outside of any journey',
    error: firstLines(message ?? ''),
  }));
  const walk = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? []) {
      for (const { status, results } of spec.tests) {
        const name = `${spec.file}:${spec.line} › ${spec.title}`;
        const message = results.find(({ error }) => error !== undefined)?.error?.message ?? '';
        if (status === 'unexpected') failures.push({ name, error: firstLines(message) });
        else if (status === 'skipped') counts.skipped += 1;
        else counts.passed += 1;
        if (status === 'flaky') flaky.push(`${name}\n${indented(firstLines(message))}`);
      }
    }
    for (const below of suite.suites ?? []) walk(below);
  };
  for (const suite of report.suites) walk(suite);
  return { ...counts, failed: failures.length, failures, flaky };
}

/** The last lines of what a check without such a report printed. */
export function lastLines(output: string, lines: number): string {
  return plain(output).trimEnd().split('\n').slice(-lines).map(cut).join('\n');
}

/** The first lines of an error that say something, without the stack. */
export function firstLines(error: string): string {
  return plain(error)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at\s/.test(line))
    .slice(0, ERROR_LINES)
    .map(cut)
    .join('\n');
}

export const indented = (text: string): string => text.replace(/^/gm, '      ');

const cut = (line: string): string =>
  line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)} …` : line;

// oxlint-disable-next-line no-control-regex -- the colours of a terminal begin with this sign
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '');
