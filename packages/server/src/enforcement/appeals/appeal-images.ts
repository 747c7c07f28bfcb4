import { writeStoredSentence } from '@touchstone/contract'
import { loadProceeding } from '../proceedings/index.ts'
import { isOnHold } from '../confidentiality-holds/index.ts'
import { imageNotFound, type ServedImage } from '../../investigation/evidence/index.ts'
import { organisationNameOf, recordAppealEvent, workflowsOf } from '../appeal-links/index.ts'
import { findSellerImage } from '../moderation/index.ts'
import type { LinkVisit } from './seller-situation.ts'

/** A picture of the seller's own page, each view of which is recorded. */
export async function readSellerImage(
  { handle, link, now }: LinkVisit,
  { digest }: { digest: string },
): Promise<ServedImage> {
  const { organisationId, proceedingId } = link
  if (proceedingId === null) throw imageNotFound()
  const about = { kind: 'appeal-link', id: link.id } as const
  if (await isOnHold(handle, { organisationId, now, about })) throw imageNotFound()
  const { state } = await loadProceeding({ handle, organisationId, input: { id: proceedingId } })
  const restriction = workflowsOf(state, link.instance).restriction?.id
  const found = await findSellerImage(handle, { proceedingId, restriction, digest })
  if (found === undefined) throw imageNotFound()
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'seller-page-picture-read',
    subject: { kind: 'appeal-link', id: link.id },
    detail: { sha256: found.sha256 },
  })
  const { capture, name, sha256, fromNotice: notice } = found
  return {
    capture,
    name,
    sha256,
    by: await organisationNameOf(handle, organisationId),
    reason: writeStoredSentence('custody.shown-to-seller', { notice }),
    unlessHeld: { notice, now },
  }
}
