import type { ReadInTransaction } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countSites } from './authorities-repository.ts'

/** Metrics of how sites respond to visits; a site is never named. */
export function gateGauges(metrics: Metrics, read: ReadInTransaction): void {
  metrics.gauges(
    () => read(countSites),
    [
      {
        name: 'gate_sites',
        help: 'Sites that were ever visited; that are in a pause after a refusal, a CAPTCHA or a Retry-After; whose robots.txt was never readable',
        labels: ['state'],
        values: ({ visited, refusing, closed }) => [
          { labels: { state: 'visited' }, value: visited },
          { labels: { state: 'refusing' }, value: refusing },
          { labels: { state: 'closed' }, value: closed },
        ],
      },
    ],
  )
}
