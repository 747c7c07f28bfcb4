import { randomUUID } from 'node:crypto'
import { maxListingsAtOnce } from '@touchstone/contract'
import type {
  CaseView,
  CaseDetailView,
  CaseRecordView,
  CaseTemplateContent,
  CaseInput,
} from '@touchstone/contract'
import type { z } from 'zod'
import { brandsOf } from '../../access/organisations/index.ts'
import { findListings } from '../../listings/ingest/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireAccountListings } from '../../sellers/seller-accounts/index.ts'
import { requireTemplate } from './casework-settings.ts'
import type { CaseTemplateRow } from './casework-settings-repository.ts'
import {
  appendEvents,
  requireVisibleCase,
  createCase,
  addListings,
  requireReader,
  requireCaseWorker,
  type ServiceInput,
} from './case-events.ts'
import {
  assigneeAt,
  isSlaPaused,
  stateAt,
  turnoverSumsOf,
  turnoverThresholdsFor,
  type CaseEvent,
  type CaseState,
} from './types.ts'
import { recalculateSla, moveToQueue, routeCase } from './move-cases.ts'
import { isVisibleTo } from './policy.ts'
import {
  listingsInSight,
  pageOfEvents,
  pageOfCaseListings,
  type CaseRow,
  type CaseListingRow,
  type CaseListingRef,
} from './repository.ts'

export async function openCase({
  handle,
  actor,
  input,
}: ServiceInput & { input: z.output<typeof CaseInput> }): Promise<
  Outgoing<CaseDetailView> & { more?: boolean }
> {
  const person = requireCaseWorker(actor)
  if (!isVisibleTo(actor, input.brands)) {
    const message =
      'your membership is limited to brands: name one of them, or you could not see the case'
    throw new AppError({ code: 'beyond-own-limits', message, pointer: '/brands' })
  }
  const listings = await requireVisibleListings(
    { handle, actor },
    input.listings ?? [],
    '/listings',
  )
  const ofSeller =
    input.sellerAccount === undefined
      ? undefined
      : await requireAccountListings(
          { handle, actor, id: input.sellerAccount, limit: maxListingsAtOnce },
          '/sellerAccount',
        )
  const chosen =
    input.template === undefined ? undefined : await requireTemplate({ handle }, input.template)
  const { title, about, brands, priority = chosen?.template.priority ?? 'normal' } = input
  const due = input.due === undefined ? null : new Date(input.due).toISOString()
  const data = { title, about, brands: [...new Set(brands)], priority, due }
  const opened = await createCase(handle, person, {
    kind: 'opened',
    data: { ...data, ...(chosen && { template: referenceTo(chosen) }) },
  })
  const at = new Date()
  const brought = await appendEvents(handle, opened, chosen ? broughtBy(chosen.template) : [], at)
  const all = [...listings, ...(ofSeller?.listings ?? [])]
  const kase = await addListings(handle, brought, all, at)
  const moved =
    input.queue === undefined
      ? await routeCase({ handle, kase, at })
      : await moveToQueue({ handle, kase, at }, input.queue, '/queue')
  const view = await toCaseView(handle, await recalculateSla({ handle, kase: moved, at }))
  return { ...view, ...(ofSeller && { more: ofSeller.more }) }
}

function referenceTo({ id, version, template }: CaseTemplateRow): CaseState['template'] {
  return { id, version, slaHours: template.slaHours }
}

/** The contents that a template gives to a new case. */
function broughtBy({ note, tasks }: CaseTemplateContent): CaseEvent[] {
  return [
    ...(note === null ? [] : [{ kind: 'noted', data: { text: note } } as const]),
    ...tasks.map((text) => ({ kind: 'task-added', data: { id: randomUUID(), text } }) as const),
  ]
}

/** The listings with these ids, all of which must be visible to the caller. */
export async function requireVisibleListings(
  { handle, actor }: ServiceInput,
  listings: readonly string[],
  pointer: string,
): Promise<CaseListingRef[]> {
  if (listings.length === 0) return []
  const { organisationId } = requireCaseWorker(actor)
  const ids = [...new Set(listings)]
  const refs = ids.map((id) => ({ id }))
  const found = await findListings(handle, organisationId, refs, brandsOf(actor))
  return found.map((listing, index) => {
    if (listing !== undefined) return listing
    const message = `there is no listing ${ids[index]}`
    const place = listings.indexOf(ids[index] ?? '')
    throw new AppError({ code: 'not-found', message, pointer: `${pointer}/${place}` })
  })
}

export async function readCase(
  options: ServiceInput & { id: string },
): Promise<Outgoing<CaseDetailView>> {
  requireReader(options.actor)
  return toCaseView(options.handle, await requireVisibleCase(options))
}

export async function listCaseListings(
  options: ServiceInput & {
    id: string
    input: { limit: number; after?: { at: Date; id: string } }
  },
): Promise<CaseListingRow[]> {
  requireReader(options.actor)
  const { id: caseId } = await requireVisibleCase(options)
  const only = brandsOf(options.actor)
  return pageOfCaseListings(options.handle, { caseId, ...options.input, ...(only && { only }) })
}

export async function listCaseRecords(
  options: ServiceInput & { id: string; input: { limit: number; before?: number } },
): Promise<Outgoing<CaseRecordView>[]> {
  requireReader(options.actor)
  const { id: caseId } = await requireVisibleCase(options)
  return pageOfEvents(options.handle, { caseId, ...options.input })
}

export function shownAs(kase: CaseRow, now: Date): Outgoing<CaseView> {
  const { id, state, listingsInSight: listings, events, openedAt, changedAt } = kase
  const { title, about, brands, priority, escalated, due, snoozedUntil, closed, mergedInto } = state
  const { queue, sla, template } = state
  return {
    id,
    title,
    about,
    brands,
    state: stateAt(state, now),
    priority,
    escalated,
    sla: sla && { ...sla, stands: isSlaPaused(state, now) },
    queue,
    template: template && { id: template.id, version: template.version },
    assignee: assigneeAt(state, now),
    due,
    snoozedUntil,
    mergedInto,
    outcome: closed?.outcome ?? null,
    closedAt: closed?.at ?? null,
    listings,
    events,
    openedAt,
    changedAt,
    openTasks: state.tasks.filter(({ done }) => !done).length,
  }
}

export async function linesInSight(
  handle: Transaction,
  { id, state: { turnover } }: CaseRow,
): Promise<CaseState['turnover']> {
  const seen = await listingsInSight(handle, id, [...new Set(turnover.map((one) => one.listing))])
  return turnover.filter(({ listing }) => seen.has(listing))
}

/** A case as the caller sees it: turnover of hidden listings is left out of entries and totals. */
export async function toCaseView(
  handle: Transaction,
  kase: CaseRow,
  now = new Date(),
): Promise<Outgoing<CaseDetailView>> {
  const { tasks } = kase.state
  const turnover = await linesInSight(handle, kase)
  const sums = turnoverSumsOf(turnover)
  const thresholds = turnoverThresholdsFor(sums)
  return { ...shownAs(kase, now), tasks, turnover: { lines: turnover, sums, thresholds } }
}
