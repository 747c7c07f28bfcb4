import {
  goodFaithThresholds,
  type NoticeQualityGroup,
  type NoticeQualityMeasureView,
  type NoticeQualityRowView,
  type SafeguardTarget,
  type ShareWithIntervalView,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import { recordEvent } from '../../access/audit/index.ts'
import { listActiveHoldIds } from '../confidentiality-holds/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { brandsOf, findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { sumFiguresBy, type FigureRow } from './figures-repository.ts'
import {
  findMark,
  markSafeguardLifted,
  pageOfMarks,
  listActiveMarks,
} from './safeguards-repository.ts'
import { qualityLevelOf, markStateOf, monthsBefore, type QualityMark } from './types.ts'
import { mayLiftSafeguards, maySeeFigures, maySeeFiguresOf, maySeeMarks } from './policy.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T; now: Date }

const mostRows = 200
const dayMilliseconds = 86_400_000

export type Figures = {
  from: string
  to: string
  incomplete: boolean
  items: NoticeQualityRowView[]
  more: boolean
}

/** Figures of an organisation over a period, by group. */
export async function readFigures(
  options: ServiceInput<{ by: NoticeQualityGroup; from?: string; to?: string }>,
): Promise<Figures> {
  const { handle, actor, input, now } = options
  const { by } = input
  if (!maySeeFigures(actor, by)) {
    throw notAllowed(
      'these figures are for members; those limited to brands see the figures of their brands',
    )
  }
  const { organisationId } = actor
  const period = periodOf(input, now)
  const holdIds = await listActiveHoldIds(handle, { organisationId, now })
  const only = by === 'brand' ? brandsOf(actor) : undefined
  const sums = await sumFiguresBy(handle, by, {
    organisationId,
    ...period,
    heldAt: holdIds.length > 0 ? now : undefined,
    ...(only !== undefined && { only }),
    limit: mostRows + 1,
  })
  const visibleSums =
    by === 'analyst' ? sums.filter(({ key }) => maySeeFiguresOf(actor, key)) : sums
  const marks = isSafeguarded(by) ? await listActiveMarks(handle, organisationId) : []
  const organisationName = (await findOrganisationById(handle, organisationId))?.name ?? null
  return {
    from: period.from.toISOString().slice(0, 10),
    to: new Date(period.to.getTime() - 1).toISOString().slice(0, 10),
    incomplete: holdIds.length > 0,
    items: visibleSums.slice(0, mostRows).map((sum) => rowOf(sum, by, marks, organisationName)),
    more: sums.length > mostRows,
  }
}

function isSafeguarded(by: NoticeQualityGroup): by is SafeguardTarget {
  return by === 'notifier-ground' || by === 'rule' || by === 'signal'
}

function periodOf(
  { from, to }: { from?: string; to?: string },
  now: Date,
): { from: Date; to: Date } {
  const today = now.toISOString().slice(0, 10)
  const end = new Date(Date.parse(`${to ?? today}T00:00:00Z`) + dayMilliseconds)
  const start =
    from === undefined
      ? monthsBefore(new Date(end.getTime() - dayMilliseconds), goodFaithThresholds.months)
      : new Date(`${from}T00:00:00Z`)
  if (
    start.getTime() < end.getTime() &&
    end.getTime() - start.getTime() <= 3 * 366 * dayMilliseconds
  ) {
    return { from: start, to: end }
  }
  const message = '/from must be before /to, by at most three years'
  throw new AppError({ code: 'period-invalid', message, pointer: '/from' })
}

function rowOf(
  sum: FigureRow,
  by: NoticeQualityGroup,
  marks: readonly QualityMark[],
  own: string | null,
): NoticeQualityRowView {
  const { side, key, notices, decided, succeeded, upheld, medianSeconds } = sum
  const mark = marks.find((one) => one.about === by && one.side === side && one.subject === key)
  const isOrganisation = by === 'notifier' || by === 'notifier-ground'
  return {
    side,
    key,
    notices,
    decided,
    succeeded,
    upheld,
    name: side === 'sent' && isOrganisation ? own : sum.name,
    success: shareIn(succeeded, decided),
    overturned: shareIn(upheld, decided),
    medianReinstatementHours: medianSeconds === null ? null : medianSeconds / 3600,
    line: qualityLevelOf({ decided, succeeded, upheld }),
    state: mark === undefined ? null : mark.safeguardedAt === null ? 'warned' : 'safeguarded',
  }
}

function shareIn(count: number, of: number): ShareWithIntervalView | null {
  const { share, low, high } = shareOf(count, of)
  return share === null ? null : { value: share, low, high }
}

type ShownMark = Outgoing<NoticeQualityMeasureView>

/** A page of warnings and safeguards: the organisation's own, and those on its notices elsewhere. */
export async function listMarks(
  options: ServiceInput<{ limit: number; after?: { at: Date; id: string } }>,
): Promise<ShownMark[]> {
  const { handle, actor, input } = options
  if (!maySeeMarks(actor))
    throw notAllowed('only members who are not limited can see warnings and safeguards')
  const { organisationId } = actor
  const found = await pageOfMarks(handle, { organisationId, ...input })
  return found.map(({ organisation, ...mark }) => shownMark(mark, actor, organisation))
}

/** The organisation concerned sees what another did and when, but neither why nor by whom. */
function shownMark(mark: QualityMark, actor: Actor, name: string | null): ShownMark {
  const {
    id,
    side,
    about,
    subject,
    warnedAt,
    warnedFigures,
    safeguardedAt,
    safeguardedFigures,
    endedAt,
  } = mark
  const own = actor.kind === 'person' && mark.organisationId === actor.organisationId
  const state = markStateOf(mark)
  return {
    id,
    side,
    about,
    subject,
    own,
    state,
    warnedAt,
    warnedFigures,
    safeguardedAt,
    safeguardedFigures,
    endedAt,
    name,
    endedBy: own ? mark.endedBy : null,
    reason: own ? mark.reason : null,
    mayLift: own && state === 'safeguarded' && mayLiftSafeguards(actor),
  }
}

/** Lifts a safeguard. Earlier decisions no longer count towards the next one. */
export async function liftSafeguard(
  options: ServiceInput<{ id: string; reason: string }>,
): Promise<ShownMark> {
  const { handle, actor, input, now } = options
  if (!mayLiftSafeguards(actor)) {
    throw notAllowed('only admins whose membership is not limited can lift safeguards')
  }
  const { organisationId, id: by } = actor
  const mark = await findMark(handle, input.id)
  if (mark?.organisationId !== organisationId) {
    const message = `there is no warning or safeguard ${input.id}`
    throw new AppError({ code: 'not-found', message, pointer: '/id' })
  }
  const { reason } = input
  const isLifted =
    markStateOf(mark) === 'safeguarded' &&
    (await markSafeguardLifted(handle, mark.id, { now, by, reason }))
  if (!isLifted) {
    throw new AppError({
      code: 'safeguard-not-active',
      message: 'there is no active safeguard to lift',
    })
  }
  const { side, about, subject } = mark
  const detail = { side, about, subject }
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-quality-lifted',
    detail,
    subject: { kind: 'safeguard', id: mark.id },
  })
  const data = { mark: mark.id, ...detail }
  await recordOutbox(handle, organisationId, [{ type: 'notice-quality.lifted', data }])
  const lifted = await findMark(handle, mark.id)
  if (lifted === undefined) throw new Error(`safeguard ${mark.id} is missing`)
  return shownMark(lifted, actor, null)
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
