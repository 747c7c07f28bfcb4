import { recordEvent } from '../../access/audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { requirePersonalDataRole } from './data-requests.ts'
import { insertRequest } from './requests-repository.ts'
import { findSenderData, type SenderData, type NoticeSenderRef } from './sender-repository.ts'
import type { ServiceInput } from './manage-retention.ts'

type ForSender = ServiceInput & { input: { notice: string } }

/** All data about a sender of a notice, for an admin who answers his request; logged. */
export async function readSenderDataAsAdmin(options: ForSender): Promise<SenderData> {
  const { handle, organisationId } = options
  const of = ofSender(options)
  const senderData = await readSenderData(handle, of)
  const request = {
    kind: 'access',
    subject: { notice: of.notice },
    listings: 0,
    done: true,
  } as const
  await insertRequest(handle, organisationId, request)
  await record(handle, of, 'personal-data-read')
  return senderData
}

export async function eraseSenderData(options: ForSender): Promise<SenderData> {
  return requestErasure(options.handle, ofSender(options))
}

/** The data about a sender, as he reads it himself. */
export async function readSenderData(
  handle: Transaction,
  of: NoticeSenderRef,
): Promise<SenderData> {
  const senderData = await findSenderData(handle, of)
  if (senderData !== undefined) return senderData
  const message = `there is no notice ${of.notice} from a sender without an account`
  throw new AppError({ code: 'not-found', message, pointer: '/notice' })
}

/**
 * Requests the erasure of a sender's name and address. The next purge that finds no reason to keep them erases them:
 * no running proceeding, no hold and no confidentiality hold. A repeated request is the same request.
 */
export async function requestErasure(
  handle: Transaction,
  of: NoticeSenderRef,
): Promise<SenderData> {
  const senderData = await readSenderData(handle, of)
  if (senderData.forgottenAt !== null || senderData.erasureAskedAt !== null) return senderData
  await insertRequest(handle, of.organisationId, {
    kind: 'erasure',
    subject: { notice: of.notice },
    listings: 0,
    done: false,
  })
  await record(handle, of, 'personal-data-erased')
  return readSenderData(handle, of)
}

function ofSender({ actor, organisationId, input: { notice } }: ForSender): NoticeSenderRef {
  requirePersonalDataRole(actor, organisationId)
  return { organisationId, notice }
}

function record(
  handle: Transaction,
  { organisationId, notice: id }: NoticeSenderRef,
  action: 'personal-data-read' | 'personal-data-erased',
): Promise<void> {
  const subject = { kind: 'received-notice', id } as const
  return recordEvent({ handle, organisationId, action, subject })
}
