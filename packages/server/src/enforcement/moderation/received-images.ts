import { writeStoredSentence } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { imageNotFound, type ServedImage } from '../../investigation/evidence/index.ts'
import { findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { listReceivedImages } from './received-images-repository.ts'
import { requireNotice } from './action-context.ts'

type ServiceInput = { handle: Transaction; actor: Actor; input: { id: string; digest: string } }

/** A picture of a received notice; the log records the reader, and the sender sees the organisation. */
export async function readReceivedImage({
  handle,
  actor,
  input,
}: ServiceInput): Promise<ServedImage> {
  const { id: noticeId, organisationId } = await requireNotice(handle, actor, input.id)
  const pictures = await listReceivedImages(handle, { noticeId, organisationId })
  const picture = pictures.find(({ sha256 }) => sha256 === input.digest)
  if (picture === undefined) throw imageNotFound()
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-picture-read',
    subject: { kind: 'received-notice', id: noticeId },
    detail: { sha256: picture.sha256 },
  })
  const { capture, name, sha256, fromNotice } = picture
  const organisation = await findOrganisationById(handle, organisationId)
  return {
    capture,
    name,
    sha256,
    by: organisation?.name ?? organisationId,
    reason: writeStoredSentence('custody.shown-to-marketplace', { notice: fromNotice }),
  }
}
