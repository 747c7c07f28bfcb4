import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import {
  claimEndedNotifications,
  claimNewNotifications,
  type HoldNotification,
} from './authorities-repository.ts'
import { claimExpiredHolds } from './repository.ts'

const keeper = { as: 'operator', actor: { kind: 'operator', id: 'confidentiality-holds' } } as const

/** Records expired confidentiality holds in the log; their effect ends by time alone. */
export async function recordExpiredHolds(store: Store, now: Date): Promise<number> {
  return store.transact(keeper, async (handle) => {
    const lapsed = await claimExpiredHolds(handle, now)
    for (const { id, organisationId } of lapsed) {
      const subject = { kind: 'confidentiality-hold', id } as const
      await recordEvent({ handle, organisationId, action: 'confidentiality-hold-lapsed', subject })
    }
    return lapsed.length
  })
}

/**
 * Notifies organisations that have an authority's held listings, in their own logs: who placed the hold, and its end.
 */
export async function recordHoldNotifications(store: Store, now: Date): Promise<void> {
  await store.transact(keeper, async (handle) => {
    await recordEach(
      handle,
      'confidentiality-hold-reached',
      await claimNewNotifications(handle, now),
    )
    await recordEach(
      handle,
      'confidentiality-hold-ended',
      await claimEndedNotifications(handle, now),
    )
  })
}

async function recordEach(
  handle: Transaction,
  action: AuditAction,
  tellings: readonly HoldNotification[],
): Promise<void> {
  for (const { confidentialityHold: id, organisationId, authority } of tellings) {
    const subject = { kind: 'confidentiality-hold', id } as const
    await recordEvent({ handle, organisationId, action, subject, detail: { authority } })
  }
}

export function confidentialityHoldJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'confidentiality-holds',
    z.object({}),
    async (_data, signal) => {
      while (!signal.aborted && (await recordExpiredHolds(store, new Date())) > 0);
      if (!signal.aborted) await recordHoldNotifications(store, new Date())
    },
    { cron: '*/5 * * * *' },
  )
}
