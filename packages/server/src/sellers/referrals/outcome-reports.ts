import { randomUUID } from 'node:crypto'
import type { OutcomeReportInput, OutcomeReportView } from '@touchstone/contract'
import { z } from 'zod'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import type { CheckedContent } from '../../platform/documents/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { runIdempotently } from '../../platform/idempotency/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { recordCustody } from './custody.ts'
import { requirePreparer } from './draft-referral.ts'
import { informBothSides } from './inform.ts'
import { notifyRecipients } from './notify-recipients.ts'
import { areOpposed, isClearing, labelOfReport } from './outcome-rules.ts'
import { insertReport, letterOf, reportsOf, type ReportRow } from './outcomes-repository.ts'
import { requireItems } from './questions.ts'
import { requireAnswering } from './referral-actions.ts'
import {
  referralNotFound,
  requireReader,
  requireReferral,
  requireState,
  type Side,
  type Sided,
} from './require-referral.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** A page of reports, with one row more than it shows. */
export async function listReports({
  handle,
  actor,
  input: { id, after, limit },
}: ServiceInput<{ id: string; after?: { at: Date; id: string }; limit: number }>): Promise<
  { row: ReportRow; shown: Outgoing<OutcomeReportView> }[]
> {
  const { row } = await requireReferral({ handle, actor: requireReader(actor), id })
  const all = await reportsOf(handle, row.id)
  const from = after === undefined ? 0 : all.findIndex((one) => one.id === after.id) + 1
  return all.slice(from, from + limit).map((one) => ({ row: one, shown: toView(one, all) }))
}

type Reporting = ServiceInput<{
  id: string
  report: OutcomeReportInput
  idempotencyKey?: string | undefined
}> & {
  /** The checked scan of the letter. */
  letter: CheckedContent | undefined
}

/**
 * Records what came of items. The recipient reports, or the sender keys in the letter of one outside. Reports to a
 * withdrawn referral are stored as information: the recipient may have acted before it knew, and the sender has to
 * know. They label nothing, since the sender no longer stands by what it sent. A request that is repeated under its
 * idempotency key records nothing again.
 */
export async function reportOutcome(reporting: Reporting): Promise<Outgoing<OutcomeReportView>> {
  const { handle, actor, input } = reporting
  const { id, report, idempotencyKey: key } = input
  const caller = requireReader(actor)
  const { reportId } = await runIdempotently({
    handle,
    sender: caller,
    key,
    request: { referral: id, report },
    work: async () => ({ reportId: await recordReport(reporting) }),
  })
  const all = await reportsOf(handle, id)
  const written = all.find((one) => one.id === reportId)
  if (written === undefined) throw new Error('a report that was just recorded is not there')
  return toView(written, all)
}

/** Returns the ID of the new report. */
async function recordReport({
  handle,
  actor,
  input: { id, report },
  letter,
}: Reporting): Promise<string> {
  const found = await requireReferral({ handle, actor: requireReader(actor), id, lock: true })
  requireReporter(actor, found)
  return storeReport({ handle, found, report, letter })
}

/** Stores a report whose reporter was checked, and tells both sides; returns its ID. */
export async function storeReport({
  handle,
  found: { row, side },
  report,
  letter,
  replyLink = null,
}: {
  handle: Transaction
  found: Sided
  report: OutcomeReportInput
  letter: CheckedContent | undefined
  /** The link by which a recipient without an account reports. */
  replyLink?: string | null
}): Promise<string> {
  const { id } = row
  requireState(row, ['sent', 'acknowledged', 'closed', 'withdrawn'], 'reported on')
  if (row.sentAt === null) throw referralNotFound(id)
  requireComplete(report)
  requireLetter(report, side)
  const items = await requireItems(handle, id, report.items, '/items')
  const listings = [...items.values()].flatMap(({ kind, subjectId }) =>
    kind === 'listing' && subjectId !== null ? [subjectId] : [],
  )
  const { organisationId, recipientId } = row
  const reportId = randomUUID()
  const { proceeding, outcome, finding = null, happenedOn, quantities, note = null } = report
  await insertReport(handle, {
    id: reportId,
    referralId: id,
    organisationId,
    recipientId,
    reporterName: row.recipientName,
    proceeding,
    outcome,
    finding,
    refs: [...new Set(report.items)],
    listings,
    happenedOn,
    quantities,
    note,
    afterWithdrawal: row.state === 'withdrawn',
    replyLink,
    letter:
      letter === undefined || report.letter === undefined
        ? null
        : { from: report.letter.from, dated: report.letter.dated, ...letter },
  })
  await informBothSides(handle, {
    row,
    by: side,
    type: 'referral.outcome-reported',
    action: 'referral-outcome-reported',
    data: { report: reportId, outcome, ...(replyLink !== null && { replyLink }) },
  })
  if (isClearing({ outcome, finding }) && row.state !== 'withdrawn') {
    await notifyRecipients(handle, {
      row,
      by: side,
      reportId,
      outcome,
      refs: report.items,
      listings,
    })
  }
  return reportId
}

/** The scan of a letter, for download. */
export async function openLetter(
  store: Store,
  { actor, id, report }: { actor: Actor; id: string; report: string },
): Promise<{ content: Buffer; mediaType: string; name: string }> {
  const caller = requireReader(actor)
  return store.transact(contextOf(actor), async (handle) => {
    const { row } = await requireReferral({ handle, actor: caller, id })
    const letter = z.uuid().safeParse(report).success
      ? await letterOf(handle, { referralId: row.id, id: report })
      : undefined
    if (letter === undefined) {
      const message = `the referral has no report ${report} with a letter`
      throw new AppError({ code: 'not-found', message, pointer: '/report' })
    }
    const { organisationId } = caller
    const { content, mediaType, sha256 } = letter
    await recordCustody(handle, {
      referralId: row.id,
      organisationId,
      event: 'letter-read',
      sha256,
    })
    return { content, mediaType, name: `letter-${row.number.toLowerCase()}` }
  })
}

function requireReporter(actor: Actor, { row, side }: Sided): void {
  if (side === 'recipient') {
    requireAnswering(actor)
    return
  }
  requirePreparer(actor)
  if (row.recipientId === null) return
  throw new AppError({
    code: 'permission-required',
    message:
      'the recipient reports outcomes itself: the sender keys in letters of recipients outside',
  })
}

function requireComplete({ outcome, quantities, finding }: OutcomeReportInput): void {
  if (outcome === 'seizure' && quantities.length === 0) {
    throw incomplete('a seizure states what was seized, and how much of it', '/quantities')
  }
  if ((outcome === 'laboratory' || outcome === 'court-ruling') && finding === undefined) {
    throw incomplete('state what was found of the goods', '/finding')
  }
}

function requireLetter({ letter }: OutcomeReportInput, side: Side): void {
  if (side === 'sender' && letter === undefined) {
    throw incomplete('attach the letter from which it is keyed in', '/letter')
  }
  if (side === 'recipient' && letter !== undefined) {
    throw incomplete('the recipient reports without a letter: leave it out', '/letter')
  }
}

function incomplete(message: string, pointer: string): AppError {
  return new AppError({ code: 'outcome-report-incomplete', message, pointer })
}

function toView(row: ReportRow, all: readonly ReportRow[]): Outgoing<OutcomeReportView> {
  const { id, proceeding, outcome, refs, happenedOn, quantities, finding, note } = row
  const { reportedAt, reporterName, afterWithdrawal } = row
  // Newest first: what stands before it was reported later.
  const later = all.slice(0, all.indexOf(row)).filter((one) => one.proceeding === proceeding)
  const isOpposed = (other: ReportRow): boolean =>
    areOpposed(row, other) && other.refs.some((ref) => refs.includes(ref))
  return {
    id,
    proceeding,
    outcome,
    items: refs,
    happenedOn,
    quantities,
    finding,
    note,
    reportedAt,
    reporter: reporterName,
    letter: toLetterView(row),
    afterWithdrawal,
    byReplyLink: row.byReplyLink,
    replaced: refs.every((ref) => later.some((one) => one.refs.includes(ref))),
    contradicts: all.filter(isOpposed).map((other) => other.id),
    label: afterWithdrawal ? { class: 'unknown', strength: 'none' } : labelOfReport(row),
  }
}

function toLetterView({
  letterFrom: from,
  letterDated: dated,
  letterMediaType: mediaType,
  letterBytes: bytes,
  letterSha256: sha256,
}: ReportRow): Outgoing<OutcomeReportView>['letter'] {
  if (from === null || dated === null || mediaType === null) return null
  return { from, dated, mediaType, bytes: bytes ?? 0, sha256: sha256 ?? '' }
}
