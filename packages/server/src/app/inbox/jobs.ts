import { z } from 'zod'
import type { Actor } from '../../access/organisations/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { claimSummaryDay, findDueSummaries, type DueSummary } from './daily-summary-repository.ts'
import type { AssessmentSource } from './findings.ts'
import { mayReadInbox } from './policy.ts'
import { readInbox } from './read-inbox.ts'
import { readSummary } from '../../watches/daily-summary/index.ts'
import { namedItems, summaryEmail } from './summary-email.ts'

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'daily-summaries' } } as const

/** Summaries that are looked for at once; each is written in a transaction of its own. */
const atOnce = 100
/** Watches count in days of UTC: the email covers the last one that is over. */
const dayMilliseconds = 24 * 3_600_000

export type SummaryJobOptions = {
  store: Store
  source: AssessmentSource
  /** Where people reach the console: without it no link can be written, and nothing is sent. */
  publicUrl: string
}

/** Writes the summaries that are due; returns how many were queued. */
export async function sendDailySummaries(
  { store, source, publicUrl }: SummaryJobOptions,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  let queued = 0
  while (signal?.aborted !== true) {
    const due = await store.transact(sweeper, (handle) =>
      findDueSummaries(handle, { now, limit: atOnce }),
    )
    for (const one of due) {
      if (await sendSummary({ store, source, publicUrl }, one, now)) queued += 1
    }
    if (due.length < atOnce) break
  }
  return queued
}

/** As the member: it holds what they would see, and no more. */
async function sendSummary(
  { store, source, publicUrl }: SummaryJobOptions,
  due: DueSummary,
  now: Date,
): Promise<boolean> {
  const { organisationId, personId, day, email, locale, organisation, timeZone } = due
  const actor: Actor = {
    kind: 'person',
    id: personId,
    organisationId,
    roles: due.roles,
    brands: due.brands,
    territories: due.territories,
  }
  return store.transact(contextOf(actor), async (handle) => {
    if (!(await claimSummaryDay(handle, { organisationId, personId, day }))) return false
    if (!mayReadInbox(actor)) return false
    const waiting = await readInbox({ handle, actor, source, now, limit: namedItems })
    const yesterday = new Date(now.getTime() - dayMilliseconds).toISOString().slice(0, 10)
    const watches = await readSummary({ handle, actor, day: yesterday })
    const message = summaryEmail({
      locale,
      organisation,
      timeZone,
      publicUrl,
      waiting,
      watches,
      now,
    })
    if (message === undefined) return false
    await queueEmail(handle, {
      organisationId,
      key: `daily summary ${personId} ${day}`,
      by: 'email',
      to: email,
      ...message,
      about: { kind: 'person', id: personId },
    })
    return true
  })
}

/** Every quarter of an hour: time zones differ by as much. */
export function dailySummaryJob(options: SummaryJobOptions): Job<z.ZodObject> {
  return defineJob(
    'daily-summaries',
    z.object({}),
    async (_data, signal) => {
      await sendDailySummaries(options, new Date(), signal)
    },
    { cron: '*/15 * * * *' },
  )
}
