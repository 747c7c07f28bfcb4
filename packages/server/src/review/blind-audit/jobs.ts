import { z } from 'zod'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import type { Screening } from '../../listings/screening/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { drawDueSamples } from './draw-samples.ts'
import { runRequestedFits, type FittedWeightsEvent } from './weight-fits.ts'

export type BlindAuditJobsOptions = {
  store: Store
  screening: Screening
  names: () => BrandNames
  onFault: (error: unknown, what: string) => void
  /** Where fitted weights go on to. */
  onFitted?: (fitted: FittedWeightsEvent) => Promise<void>
}

/** Draws the audit samples of the week that is over, and fits the weights that were asked for. */
export function blindAuditJobs(options: BlindAuditJobsOptions): Job[] {
  const { store, screening, names } = options
  return [
    defineJob(
      'draw-audit-samples',
      z.object({}),
      async (_data, signal) => {
        await drawDueSamples({ store, names: names(), engine: screening.name, signal })
      },
      // Hourly, to make up for a Monday on which the server was down.
      { cron: '37 * * * *', expireSeconds: 3600 },
    ),
    defineJob(
      'fit-weights',
      z.object({}),
      async (_data, signal) => {
        await runRequestedFits({ ...options, signal })
      },
      { cron: '* * * * *', expireSeconds: 3600, retries: 0 },
    ),
  ]
}
