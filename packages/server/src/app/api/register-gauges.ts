import { captureGauges } from '../../investigation/evidence/index.ts'
import { reassessmentGauge } from '../../listings/ingest/index.ts'
import { emailGauges } from '../../messaging/email/index.ts'
import { outboxGauges } from '../../messaging/webhooks/index.ts'
import { diskGauges } from '../../platform/data-dir/index.ts'
import { poolUse, type ReadInTransaction, type Store } from '../../platform/db/index.ts'
import { jobGauges, type Jobs } from '../../platform/jobs/index.ts'
import type { Metrics } from '../../platform/telemetry/index.ts'
import { gateGauges } from '../../watches/gate/index.ts'
import { watchGauges } from '../../watches/runs/index.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'metrics' } } as const

type GaugeSources = {
  store: Store
  jobs?: Pick<Jobs, 'queues'> | undefined
  dataDir?: string | undefined
}

/** Numbers that are read from the store, the queue and the disk whenever metrics are collected. */
export function registerGauges(metrics: Metrics, { store, jobs, dataDir }: GaugeSources): void {
  metrics.gauge({
    name: 'pool_connections',
    help: 'Connections to the store, busy or idle, and callers waiting for one',
    labels: ['pool', 'state'],
    read: () =>
      poolUse(store).map(({ pool, state, count }) => ({ labels: { pool, state }, value: count })),
  })
  const read: ReadInTransaction = (work) => store.transact(context, work)
  outboxGauges(metrics, read)
  reassessmentGauge(metrics, read)
  emailGauges(metrics, read)
  captureGauges(metrics, read)
  watchGauges(metrics, read)
  gateGauges(metrics, read)
  if (jobs !== undefined) jobGauges(metrics, jobs)
  if (dataDir !== undefined) diskGauges(metrics, dataDir)
}
