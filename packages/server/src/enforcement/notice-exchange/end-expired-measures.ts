import { z } from 'zod'
import {
  endExpiredMeasures as endMeasuresOfProceeding,
  findProceedingsWithExpiredMeasures,
} from '../moderation/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { exchangeContext, operatorContext } from './exchange-context.ts'
import { withReportToSenders } from './marketplace-actions.ts'

type Options = { store: Store; now: () => Date; onFault: (error: unknown, what: string) => void }

/** Ends measures after their last day and reports it to the senders of the notices. Returns their number. */
export async function endExpiredMeasures(
  { store, now, onFault }: Options,
  signal?: AbortSignal,
): Promise<number> {
  let ended = 0
  const at = now()
  const due = await store.transact(operatorContext, (handle) =>
    findProceedingsWithExpiredMeasures(handle, at),
  )
  for (const { organisationId, proceedingId } of due) {
    if (signal?.aborted === true) break
    try {
      ended += await store.transact(exchangeContext(organisationId), (handle) =>
        withReportToSenders({ handle, organisationId, proceedingId, now: at }, () =>
          endMeasuresOfProceeding(handle, { proceedingId, now: at }),
        ),
      )
    } catch (error) {
      onFault(error, `the expired measures of the proceeding ${proceedingId}`)
    }
  }
  return ended
}

/** Runs every five minutes. */
export function measuresJob(options: Options): Job<z.ZodObject> {
  return defineJob(
    'measures',
    z.object({}),
    async (_data, signal) => {
      await endExpiredMeasures(options, signal)
    },
    { cron: '*/5 * * * *' },
  )
}
