import type { ReportReceiptView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { findOrganisationById, hashSecret } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  deleteReport,
  findReport,
  findReportByReceipt,
  recountSources,
  reportDaysOf,
  sealedPhotos,
  updateReport,
  type ReportRow,
} from './repository.ts'
import { withMessage } from './report-messages.ts'
import { safetyContactOf } from './safety-contacts.ts'
import { asReporter, photoPurpose, reporterContext } from './send-report.ts'

const dayMs = 24 * 3_600_000

type Options = { store: Store; sealer: Sealer; receipt: string }

/** The report as its sender may see it: all of it. */
export async function followReport(options: Options): Promise<Outgoing<ReportReceiptView>> {
  return withReport(options, (handle, report) => toReceiptView(handle, options.sealer, report))
}

/** Adds what the sender has to say; the report waits for an answer again. */
export async function addToReport({
  text,
  ...options
}: Options & { text: string }): Promise<Outgoing<ReportReceiptView>> {
  return withReport(options, async (handle, report) => {
    const changed: ReportRow = {
      ...withMessage(report, 'reporter', text),
      version: report.version + 1,
      // What was closed as unfounded stays so: its sender would decide otherwise.
      state: report.state === 'answered' ? 'open' : report.state,
    }
    await updateReport(handle, changed)
    await record(handle, report, 'report-added-to')
    return toReceiptView(handle, options.sealer, changed)
  })
}

/** Deletes the report with its photos; the log keeps that it was erased. */
export async function eraseReport(options: Options): Promise<void> {
  await withReport(options, async (handle, report) => {
    await deleteReport(handle, report.id)
    await recountSources(handle, report)
    await record(handle, report, 'report-erased')
  })
}

/** Acts for someone who knows the code of a report. An unknown code and one of an erased report look the same. */
async function withReport<T>(
  { store, receipt }: Options,
  work: (handle: Transaction, report: ReportRow) => Promise<T>,
): Promise<T> {
  const found = await store.transact(asReporter, (handle) =>
    findReportByReceipt(handle, hashSecret(receipt)),
  )
  if (found === undefined) throw unknownReceipt()
  return store.transact(reporterContext(found.organisationId), async (handle) => {
    const report = await findReport(handle, { ...found, lock: true })
    if (report === undefined) throw unknownReceipt()
    return work(handle, report)
  })
}

function unknownReceipt(): AppError {
  const message = 'no report has this code, or it was erased'
  return new AppError({ code: 'not-found', message, pointer: '/receipt' })
}

async function toReceiptView(
  handle: Transaction,
  sealer: Sealer,
  report: ReportRow,
): Promise<Outgoing<ReportReceiptView>> {
  const { id, organisationId, kind, receivedAt, state, gtin, serial, listing, category } = report
  const { isHurt, country, content, contact, messages, reason, changedAt } = report
  const maker = await findOrganisationById(handle, organisationId)
  const photos = await sealedPhotos(handle, id)
  const days = await reportDaysOf(handle, organisationId)
  return {
    maker: maker?.name ?? '',
    receivedAt,
    state,
    kind,
    gtin,
    serial,
    listing,
    category,
    isHurt,
    country,
    text: content,
    contact,
    messages,
    reason,
    safetyContact: safetyContactOf(report),
    photos: photos.map((photo) =>
      sealer.open(photo.content, photoPurpose(organisationId, id, photo.place)).toString('base64'),
    ),
    until: new Date(changedAt.getTime() + days * dayMs),
  }
}

async function record(
  handle: Transaction,
  { id, organisationId }: ReportRow,
  action: 'report-added-to' | 'report-erased',
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'report', id } })
}
