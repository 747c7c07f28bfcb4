import type { ListedReportView, ReportState, ReportView } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireReadingActor } from '../batches/index.ts'
import { dangerOfRank } from './danger.ts'
import {
  findReport,
  pageOfReports,
  sealedPhotos,
  type ReportPlace,
  type ReportRow,
} from './repository.ts'
import { safetyContactOf } from './safety-contacts.ts'
import { photoPurpose } from './send-report.ts'

type ServiceInput = { handle: Transaction; actor: Actor }

export async function listReports({
  handle,
  actor,
  input,
}: ServiceInput & {
  input: { state: ReportState; caseId: string | undefined; limit: number; after?: ReportPlace }
}): Promise<ReportRow[]> {
  return pageOfReports(handle, { organisationId: requireReadingActor(actor), ...input })
}

/** A report with what it says of people; the log keeps who read it. */
export async function readReport({
  handle,
  actor,
  id,
}: ServiceInput & { id: string }): Promise<Outgoing<ReportView>> {
  requireReadingActor(actor)
  const report = await requireReport({ handle, actor, id })
  const { organisationId } = report
  const subject = { kind: 'report', id: report.id } as const
  await recordEvent({ handle, organisationId, action: 'report-read', subject })
  return toReportView(report)
}

export async function readReportPhoto({
  handle,
  actor,
  sealer,
  id,
  place,
}: ServiceInput & { sealer: Sealer; id: string; place: number }): Promise<Buffer> {
  requireReadingActor(actor)
  const { id: reportId, organisationId } = await requireReport({ handle, actor, id })
  const photos = await sealedPhotos(handle, reportId)
  const photo = photos.find((one) => one.place === place)
  if (photo === undefined) {
    throw new AppError({ code: 'not-found', message: `there is no photo ${place} of this report` })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'report-photo-read',
    subject: { kind: 'report', id: reportId },
    detail: { place },
  })
  return sealer.open(photo.content, photoPurpose(organisationId, reportId, place))
}

/** A report of the caller's organisation. */
export async function requireReport({
  handle,
  actor,
  id,
  lock = false,
}: ServiceInput & { id: string; lock?: boolean }): Promise<ReportRow> {
  const isId = z.uuid().safeParse(id).success
  const organisationId = organisationOf(actor)
  const report = isId ? await findReport(handle, { organisationId, id, lock }) : undefined
  if (report !== undefined) return report
  throw new AppError({ code: 'not-found', message: `there is no report ${id}` })
}

export function toListedReportView(row: ReportRow): Outgoing<ListedReportView> {
  const { id, kind, version, receivedAt, changedAt, state, sources, codeState, gtin, serial } = row
  const { listing, category, isHurt, country, photos, caseId } = row
  return {
    id,
    kind,
    version,
    receivedAt,
    changedAt,
    state,
    danger: dangerOfRank(row.danger),
    sources,
    codeState,
    gtin,
    serial,
    listing,
    category,
    isHurt,
    country,
    photos,
    case: caseId,
  }
}

export function toReportView(row: ReportRow): Outgoing<ReportView> {
  const { content: text, contact, messages, reason } = row
  const safetyContact = safetyContactOf(row)
  return { ...toListedReportView(row), text, contact, messages, reason, safetyContact }
}
