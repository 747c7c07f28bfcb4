import { z } from 'zod'
import { findHeldWithdrawal } from '../notices/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { deliverWithdrawal } from './deliver-notice.ts'
import { exchangeContext, operatorContext } from './exchange-context.ts'

type Options = { store: Store; now: () => Date; onFault: (error: unknown, what: string) => void }

/** Delivers withdrawals that waited for the end of a confidentiality hold; returns how many. */
export async function deliverReleasedWithdrawals(
  { store, now, onFault }: Options,
  signal?: AbortSignal,
): Promise<number> {
  const seenIds = new Set<string>()
  while (signal?.aborted !== true) {
    const next = await store.transact(operatorContext, (handle) =>
      findHeldWithdrawal(handle, { except: [...seenIds], now: now() }),
    )
    if (next === undefined) break
    const { id, organisationId } = next
    seenIds.add(id)
    try {
      await store.transact(exchangeContext(organisationId), (handle) =>
        deliverWithdrawal({ handle, id, now: now() }),
      )
    } catch (error) {
      onFault(error, `the withdrawal of the notice ${id}`)
    }
  }
  return seenIds.size
}

/** Checks every minute. */
export function releasedWithdrawalJob(options: Options): Job<z.ZodObject> {
  return defineJob(
    'released-withdrawals',
    z.object({}),
    async (_data, signal) => {
      await deliverReleasedWithdrawals(options, signal)
    },
    { cron: '* * * * *', expireSeconds: 1800 },
  )
}
