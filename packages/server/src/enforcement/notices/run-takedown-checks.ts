import { sql } from 'kysely'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { fetchPage, type FetchOptions } from '../../platform/outbound/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { checkTakedown, type FetchListing, type TakedownCheck } from './takedown-check.ts'
import { daysAfter, type NoticeItemRow, type NoticeRow, operatorContext } from './types.ts'
import {
  addNoticeEvent,
  loadNoticeView,
  requireVisibleNotice,
  recordAudit,
  requireSender,
  type ServiceInput,
  type NoticeView,
} from './manage-notices.ts'
import {
  findNotice,
  itemsOf,
  recordTakedownCheck,
  setTakedownChecksDue,
  titlesOf,
} from './repository.ts'

export type TakedownCheckOptions = {
  store: Store
  outbound: FetchOptions
  now: () => Date
  fetchListing?: FetchListing
}

/** Listings checked within a request; the job checks the rest within the minute. */
const maxChecksNow = 20

const maxParallelChecks = 5

const checkMilliseconds = 60_000

/** Checks the listings of a notice now, in a user's name. */
export async function runTakedownChecks(
  { store, outbound, now, fetchListing = fetchPage }: TakedownCheckOptions,
  { actor, id }: Pick<ServiceInput<never>, 'actor'> & { id: string },
): Promise<NoticeView> {
  const input = { id }
  const context = contextOf(actor)
  const { items, titles } = await store.transact(context, async (handle) => {
    requireSender(actor)
    const notice = await requireVisibleNotice({ handle, actor, input })
    return { items: await itemsOf(handle, notice.id), titles: await titlesOf(handle, notice.id) }
  })
  const options = { ...outbound, signal: AbortSignal.timeout(checkMilliseconds) }
  const waiting = items.slice(0, maxChecksNow)
  const found: { item: NoticeItemRow; look: TakedownCheck }[] = []
  const checkSome = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const title = titles.get(item.place) ?? null
      found.push({ item, look: await checkTakedown(fetchListing, { ...item, title }, options) })
    }
  }
  await Promise.all(Array.from({ length: maxParallelChecks }, checkSome))
  return store.transact(context, async (handle) => {
    const notice = await requireVisibleNotice({ handle, actor, input }, { lock: true })
    if (items.length > maxChecksNow) await setTakedownChecksDue(handle, notice.id, now())
    for (const { item, look } of found) await recordCheck(handle, notice, item, look, now())
    await recordAudit(handle, notice, 'notice-listings-checked')
    return loadNoticeView(handle, notice.id)
  })
}

async function recordCheck(
  handle: Transaction,
  notice: NoticeRow,
  item: NoticeItemRow,
  { look, sentence }: TakedownCheck,
  at: Date,
): Promise<void> {
  // Removed listings are checked less often, for relistings.
  const days = look === 'gone' ? 7 : 1
  const again = notice.state === 'sent' ? daysAfter(at, days) : null
  const isNew = await recordTakedownCheck(handle, item, { look, sentence }, { at, again })
  const { listing, look: before } = item
  if (isNew) await addNoticeEvent(handle, notice, 'looked', { listing, before, look, sentence }, at)
}

/** Repeats takedown checks of sent notices, the longest overdue first. */
export async function runDueTakedownChecks(
  { store, outbound, now, fetchListing = fetchPage }: TakedownCheckOptions,
  { most = 50, signal }: { most?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const due = await store.transact(operatorContext, (handle) => claimDueChecks(handle, now(), most))
  let looked = 0
  for (const { notice, place } of due) {
    if (signal?.aborted === true) break
    const [item, title] = await store.transact(operatorContext, async (handle) => {
      const items = await itemsOf(handle, notice)
      const titles = await titlesOf(handle, notice)
      return [items.find((one) => one.place === place), titles.get(place) ?? null] as const
    })
    if (item === undefined) continue
    const options = { ...outbound, ...(signal && { signal }) }
    const look = await checkTakedown(fetchListing, { ...item, title }, options)
    await store.transact(operatorContext, async (handle) => {
      const noticeRow = await findNotice(handle, notice, true)
      if (noticeRow !== undefined) await recordCheck(handle, noticeRow, item, look, now())
    })
    looked++
  }
  return looked
}

/** Claimed for an hour: if the process ends meanwhile, another takes over. */
async function claimDueChecks(
  handle: Transaction,
  now: Date,
  most: number,
): Promise<{ notice: string; place: number }[]> {
  const { rows } = await sql<{ notice: string; place: number }>`
    with due as (
      select notice_id, place from notice_items where look_due_at <= ${now}::timestamptz
      order by look_due_at limit ${most} for update skip locked
    )
    update notice_items i set look_due_at = ${now}::timestamptz + interval '1 hour' from due
    where i.notice_id = due.notice_id and i.place = due.place
    returning i.notice_id as notice, i.place`.execute(handle)
  return rows
}
