import {
  safeguardTargets,
  goodFaithThresholds,
  type NoticeQualityCountsView,
  type SafeguardTarget,
} from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { listActiveHoldIds } from '../confidentiality-holds/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { noOrganisation } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { sumFiguresBy, type FiguresQuery, type FigureRow } from './figures-repository.ts'
import {
  insertMark,
  listLiftsSince,
  markSafeguardImposed,
  markWarningEnded,
  listActiveMarks,
} from './safeguards-repository.ts'
import { monthsBefore, nextMarkChange, type QualityMark } from './types.ts'
import { organisationsAfter } from '../../access/organisations/queries.ts'

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'notice-quality' } } as const

/** Most subjects of one organisation: grounds, signals, notifiers. */
const mostSubjects = 5000

/** Checks every organisation; returns the number of warnings, safeguards and ends. */
export async function sweepNoticeQuality(
  store: Store,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  let actions = 0
  let after = noOrganisation
  for (;;) {
    const page = await store.transact(sweeper, (handle) => organisationsAfter(handle, after))
    for (const organisationId of page) {
      if (signal?.aborted === true) return actions
      actions += await store.transact(sweeper, (handle) => sweepOne(handle, organisationId, now))
    }
    const last = page.at(-1)
    if (last === undefined) return actions
    after = last
  }
}

async function sweepOne(handle: Transaction, organisationId: string, now: Date): Promise<number> {
  const from = monthsBefore(now, goodFaithThresholds.months)
  const holdIds = await listActiveHoldIds(handle, { organisationId, now })
  const query = { organisationId, from, to: now, heldAt: holdIds.length > 0 ? now : undefined }
  const activeMarks = await listActiveMarks(handle, organisationId)
  let actions = 0
  for (const about of safeguardTargets) {
    const sums = await currentSums(handle, about, query)
    const measuredKeys = new Set(sums.map(({ side, key }) => `${side} ${key}`))
    // A subject without counts is within the thresholds.
    const unmeasuredMarks = activeMarks
      .filter((mark) => mark.about === about && !measuredKeys.has(`${mark.side} ${mark.subject}`))
      .map(({ side, subject }) => ({ side, key: subject, ...nothing }))
    for (const sum of [...sums, ...unmeasuredMarks]) {
      // All notices that an organisation sends on a ground fall under the rule as well: one warning is enough.
      if (about === 'rule' && sum.side === 'sent') continue
      const mark = activeMarks.find(
        (one) => one.about === about && one.side === sum.side && one.subject === sum.key,
      )
      if (await follow(handle, { organisationId, about, sum, mark, now })) actions++
    }
  }
  return actions
}

type QualityCounts = NoticeQualityCountsView & Pick<FigureRow, 'side' | 'key'>
const nothing: NoticeQualityCountsView = { decided: 0, succeeded: 0, upheld: 0 }

/** The sums of the last months; for a subject with a lifted safeguard, those since then. */
async function currentSums(
  handle: Transaction,
  about: SafeguardTarget,
  options: FiguresQuery,
): Promise<QualityCounts[]> {
  const limit = mostSubjects
  const sums = await sumFiguresBy(handle, about, { ...options, limit })
  const lifts = (await listLiftsSince(handle, options.organisationId, options.from)).filter(
    (one) => one.about === about,
  )
  const anew = new Map<string, QualityCounts>()
  for (const { side, subject: key, at } of lifts) {
    const since = await sumFiguresBy(handle, about, { ...options, from: at, limit, only: [key] })
    const own = since.find((one) => one.side === side)
    anew.set(`${side} ${key}`, { ...nothing, ...own, side, key })
  }
  return sums.map((sum) => anew.get(`${sum.side} ${sum.key}`) ?? sum)
}

type Following = {
  organisationId: string
  about: SafeguardTarget
  sum: QualityCounts
  mark: QualityMark | undefined
  now: Date
}

/** Applies the consequence of the counts and notifies; false if there is none. */
async function follow(handle: Transaction, following: Following): Promise<boolean> {
  const { organisationId, about, sum, mark, now } = following
  const { side, key: subject, decided, succeeded, upheld } = sum
  const figures = { decided, succeeded, upheld }
  const type = nextMarkChange(figures, mark, now)
  if (type === undefined) return false
  if (type === 'warn') {
    const notifier = about === 'notifier-ground' ? (subject.split(' ')[0] ?? null) : null
    const change = { organisationId, side, about, subject, notifier, now, figures }
    const id = await insertMark(handle, change)
    if (id === undefined) return false
    await notify(handle, { ...change, id }, 'notice-quality-warned', figures)
    return true
  }
  if (mark === undefined) return false
  if (type === 'keep') {
    if (!(await markWarningEnded(handle, mark.id, now))) return false
    await notify(handle, mark, 'notice-quality-recovered', figures)
    return true
  }
  if (!(await markSafeguardImposed(handle, mark.id, { now, figures }))) return false
  await notify(handle, mark, 'notice-quality-safeguarded', figures)
  return true
}

const events = {
  'notice-quality-warned': 'notice-quality.warned',
  'notice-quality-safeguarded': 'notice-quality.safeguarded',
} as const

/** The organisations to notify: the one whose figures these are, and the notifiers of the counted notices. */
async function notify(
  handle: Transaction,
  mark: Pick<QualityMark, 'id' | 'organisationId' | 'side' | 'about' | 'subject' | 'notifier'>,
  action: AuditAction & (keyof typeof events | 'notice-quality-recovered'),
  figures: NoticeQualityCountsView,
): Promise<void> {
  const { id, organisationId, side, about, subject, notifier } = mark
  const organisationIds = new Set([organisationId, ...(notifier === null ? [] : [notifier])])
  for (const one of organisationIds) {
    await recordEvent({
      handle,
      organisationId: one,
      action,
      subject: { kind: 'safeguard', id },
      detail: { side, about, subject, ...figures },
    })
    if (action === 'notice-quality-recovered') continue
    const data = { mark: id, side, about, subject, own: one === organisationId }
    await recordOutbox(handle, one, [{ type: events[action], data }])
  }
}

/** Checks every hour. */
export function noticeQualityJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'notice-quality',
    z.object({}),
    async (_data, signal) => {
      await sweepNoticeQuality(store, new Date(), signal)
    },
    { cron: '41 * * * *', expireSeconds: 3600 },
  )
}
