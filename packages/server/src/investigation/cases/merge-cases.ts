import type { CaseAction } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  appendEvents,
  requireVisibleCase,
  createCase,
  addListings,
  type ServiceInput,
  type UserActor,
} from './case-events.ts'
import { maxLines, maxTasks, type CaseEvent } from './types.ts'
import { recalculateSla, recordCaseChange } from './move-cases.ts'
import { isWholeInSight } from './policy.ts'
import { badInput, conflict } from './refusals.ts'
import {
  brandsOfListings,
  deleteCaseListings,
  listListingsMovedByMerge,
  findListingsInCase,
  seesAllBrands,
  type CaseRow,
  type CaseListingRef,
} from './repository.ts'

export type CaseActionContext = ServiceInput & { person: UserActor; kase: CaseRow; at: Date }
export type CaseActionResult = {
  kase: CaseRow
  other?: CaseRow
  changed?: number
  /** True where a seller has more listings than were added. */
  more?: boolean
}
export type CaseActionOf<N extends CaseAction['type']> = Extract<CaseAction, { type: N }>

/** Removes some or all listings of a case, as one event that names them. */
export async function removeListings(
  { handle, at }: Pick<CaseActionContext, 'handle' | 'at'>,
  kase: CaseRow,
  which: readonly string[] | 'all',
  to?: string,
): Promise<{ kase: CaseRow; taken: CaseListingRef[] }> {
  const taken = await deleteCaseListings(handle, kase.id, which)
  if (taken.length === 0) return { kase, taken }
  const brands = which === 'all' ? undefined : await brandsLeft(handle, kase)
  const data = {
    listings: taken.map(({ id }) => id),
    ...(to !== undefined && { to }),
    ...(brands !== undefined && { brands }),
  }
  const event: CaseEvent = { kind: 'listings-removed', data }
  return {
    kase: await appendEvents(handle, kase, [event], at, kase.listings - taken.length),
    taken,
  }
}

/**
 * The brands of a case once listings were removed, where they are others than before. Only a caller who sees its
 * other listings can say so.
 */
async function brandsLeft(
  handle: CaseActionContext['handle'],
  { id, state: { brands, openedWithBrands } }: CaseRow,
): Promise<string[] | undefined> {
  if (!(await seesAllBrands(handle))) return undefined
  const left = new Set([...openedWithBrands, ...(await brandsOfListings(handle, id, 'all'))])
  const kept = brands.filter((brand) => left.has(brand))
  return kept.length === brands.length ? undefined : kept
}

/** Moves the listings, open tasks and turnover of a case to another, and closes it. */
export async function mergeCases(
  acting: CaseActionContext,
  { into }: CaseActionOf<'merge'>,
): Promise<CaseActionResult> {
  const { handle, actor, kase, at } = acting
  if (into === kase.id)
    throw badInput('case-merged-into-itself', 'a case cannot be merged into itself', '/action/into')
  const found = await requireVisibleCase(
    { handle, actor, id: into },
    { lock: true, pointer: '/action/into' },
  )
  if (found.state.closed !== null) {
    throw conflict('case-closed', 'the target case is closed: reopen it first')
  }
  refuseInPart(actor, kase, found)
  const tasks = kase.state.tasks.filter(({ done }) => !done)
  const { turnover } = kase.state
  if (found.state.tasks.length + tasks.length > maxTasks)
    throw conflict(
      'task-limit-reached',
      `together they would have more than ${maxTasks} tasks: complete some first`,
    )
  if (found.state.turnover.length + turnover.length > maxLines)
    throw conflict(
      'turnover-limit-reached',
      `together they would have more than ${maxLines} lines of turnover`,
    )
  const { kase: emptied, taken } = await removeListings(acting, kase, 'all', into)
  const filled = await addListings(handle, found, taken, at, kase.id)
  const brought: CaseEvent[] = [
    { kind: 'merged-from', data: { case: kase.id } },
    ...tasks.map(({ id, text }): CaseEvent => ({ kind: 'task-added', data: { id, text } })),
    ...turnover.map((data): CaseEvent => ({ kind: 'turnover-added', data })),
  ]
  const ending: CaseEvent[] = [
    { kind: 'merged-into', data: { case: into } },
    { kind: 'closed', data: { outcome: 'merged', reason: null } },
  ]
  return {
    other: await appendEvents(handle, filled, brought, at),
    kase: await appendEvents(handle, emptied, ending, at),
    changed: taken.length,
  }
}

/** Nobody moves what they cannot see to another case. */
function refuseInPart(actor: Actor, ...cases: readonly CaseRow[]): void {
  if (cases.every(({ state }) => isWholeInSight(actor, state.brands))) return
  const message =
    'one of these cases names brands outside your membership: only someone who can see all of them can merge it'
  throw new AppError({ code: 'beyond-own-limits', message })
}

/** Moves some listings to a new case of the same kind. */
export async function splitCase(
  acting: CaseActionContext,
  { title, listings }: CaseActionOf<'split'>,
): Promise<CaseActionResult> {
  const { handle, person, at, kase: before } = acting
  const { about, brands, priority, due } = before.state
  const data = { title, about, brands, priority, due }
  const fresh = await createCase(handle, person, { kind: 'opened', data })
  const { kase, taken } = await removeListings(acting, before, listings, fresh.id)
  if (taken.length === 0)
    throw badInput(
      'listings-not-in-case',
      'none of these listings is in the case',
      '/action/listings',
    )
  const filled = await addListings(handle, fresh, taken, at, kase.id)
  const other = await appendEvents(
    handle,
    filled,
    [{ kind: 'split-from', data: { case: kase.id } }],
    at,
  )
  const left = await appendEvents(
    handle,
    kase,
    [{ kind: 'split-off', data: { case: fresh.id } }],
    at,
  )
  return { kase: left, other, changed: taken.length }
}

/**
 * Undoes a merge: its listings, tasks and turnover return if still in the other case, and both records show it.
 * Anything added there since stays there.
 */
export async function undoMerge(
  acting: CaseActionContext,
  { reason }: CaseActionOf<'undo-merge'>,
): Promise<CaseActionResult> {
  const { handle, actor, kase, at } = acting
  const into = kase.state.mergedInto
  if (into === null) throw conflict('case-not-merged', 'the case was not merged into another')
  const found = await requireVisibleCase({ handle, actor, id: into }, { lock: true })
  if (found.state.closed !== null) {
    throw conflict('case-closed', 'the case that received the listings is closed: reopen it first')
  }
  refuseInPart(actor, kase, found)
  // Only some of the moved listings were new to the other case; the others stay in both.
  const went = await listListingsMovedByMerge(handle, {
    caseId: kase.id,
    told: 'merged-into',
    other: into,
  })
  const came = await listListingsMovedByMerge(handle, {
    caseId: into,
    told: 'merged-from',
    other: kase.id,
  })
  const names = new Map(
    (await findListingsInCase(handle, into, went)).map((listing) => [listing.id, listing]),
  )
  const { kase: emptied } = await removeListings(acting, found, came)
  const ofThis = new Set(kase.state.tasks.map(({ id }) => id))
  const tasks = found.state.tasks.filter(({ id }) => ofThis.has(id))
  const lines = new Set(kase.state.turnover.map(({ id }) => id))
  const taken: CaseEvent[] = [
    ...tasks.map(({ id }): CaseEvent => ({ kind: 'task-removed', data: { task: id } })),
    ...found.state.turnover
      .filter(({ id }) => lines.has(id))
      .map(({ id }): CaseEvent => ({ kind: 'turnover-removed', data: { line: id } })),
    { kind: 'merge-undone', data: { case: kase.id, reason } },
  ]
  const other = await appendEvents(handle, emptied, taken, at)
  await recordCaseChange(handle, other, { action: 'undo-merge' })
  const done = tasks.filter((task) => task.done)
  const opened = await appendEvents(
    handle,
    kase,
    [
      { kind: 'merge-undone', data: { case: into, reason } },
      ...done.map(({ id }): CaseEvent => ({ kind: 'task-finished', data: { task: id } })),
    ],
    at,
  )
  const back = went.flatMap((id) => names.get(id) ?? [])
  const filled = await addListings(handle, opened, back, at, into)
  return { kase: await recalculateSla({ handle, kase: filled, at }), other, changed: back.length }
}
