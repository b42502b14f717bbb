/** Numbers for a Prometheus: counters, gauges and one histogram of durations, without a name of an archive or a person. */

export type Metrics = {
  /** One answered request. `route` is its pattern, never its path. */
  answered(route: string, status: number, ms: number): void;
  /** Counts something that happened. */
  count(name: CounterName, by?: number): void;
  /** The whole as Prometheus' text format 0.0.4; `gauges` are read at this moment. */
  text(gauges: Readonly<Record<string, number>>): string;
};

const COUNTERS = {
  qoima_sign_in_failures_total: 'Passwords, refresh tokens and enrolment codes that were refused.',
  qoima_refused_requests_total: 'Requests that a bound of time, size or rate refused.',
  qoima_broken_requests_total: 'Connections that did not talk HTTP.',
  qoima_bytes_received_total: 'Bytes of bodies of calls, after unpacking.',
  qoima_bytes_sent_total: 'Bytes of answers of calls, as packed.',
} as const;
type CounterName = keyof typeof COUNTERS;

/** Upper bounds in seconds. */
const BUCKETS = [0.01, 0.05, 0.25, 1, 5, 30] as const;

type Series = { count: number; sum: number; readonly buckets: number[] };

/** Numbers of one server since it started. */
export function createMetrics(): Metrics {
  const counters = new Map<CounterName, number>();
  const requests = new Map<string, number>();
  const durations = new Map<string, Series>();

  function durationsText(): string[] {
    return [...durations].flatMap(([route, series]) => {
      const label = `route="${route}"`;
      return [
        ...BUCKETS.map((bound, i) =>
          line('qoima_request_seconds_bucket', `${label},le="${bound}"`, series.buckets[i] ?? 0),
        ),
        line('qoima_request_seconds_bucket', `${label},le="+Inf"`, series.count),
        line('qoima_request_seconds_sum', label, series.sum),
        line('qoima_request_seconds_count', label, series.count),
      ];
    });
  }

  return {
    answered(route, status, ms) {
      const key = `route="${route}",status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      const series = durations.get(route) ?? { count: 0, sum: 0, buckets: BUCKETS.map(() => 0) };
      durations.set(route, series);
      series.count += 1;
      series.sum += ms / 1000;
      BUCKETS.forEach((bound, i) => {
        if (ms / 1000 <= bound) series.buckets[i] = (series.buckets[i] ?? 0) + 1;
      });
    },
    count: (name, by = 1) => void counters.set(name, (counters.get(name) ?? 0) + by),
    text(gauges) {
      const named = Object.entries(COUNTERS).flatMap(([name, help]) => [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} counter`,
        line(name, '', counters.get(name as CounterName) ?? 0),
      ]);
      const read = Object.entries(gauges).flatMap(([name, value]) => [
        `# TYPE ${name} gauge`,
        line(name, '', value),
      ]);
      const answered = [...requests].map(([label, n]) => line('qoima_requests_total', label, n));
      return [
        ...named,
        ...read,
        '# TYPE qoima_requests_total counter',
        ...answered,
        '# TYPE qoima_request_seconds histogram',
        ...durationsText(),
        '',
      ].join('\n');
    },
  };
}

function line(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${value}` : `${name}{${labels}} ${value}`;
}
