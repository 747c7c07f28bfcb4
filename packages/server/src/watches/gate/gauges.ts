import type { Context, Store } from '../../platform/db/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { countSites } from './authorities-repository.ts'

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'metrics' } }

/** Metrics of how sites respond to visits; a site is never named. */
export function gateGauges(metrics: Metrics, store: Store): void {
  metrics.gauges(
    () => store.transact(context, countSites),
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
