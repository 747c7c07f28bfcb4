import { onHoldMessage } from '../confidentiality-holds/index.ts'
import {
  conflict,
  issueLink,
  mayWriteToSellers,
  nameSeller,
  notFound,
  requireUser,
  writersOnly,
  type IssuedLink,
  type LinkInput,
  type NamedLinkRow,
  type ServiceInput,
} from '../appeal-links/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findProofRequest } from './proof-requests-repository.ts'

/** Issues a link for a person to send to a seller. */
export async function createLink(
  options: ServiceInput<LinkInput>,
): Promise<IssuedLink & { link: NamedLinkRow }> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayWriteToSellers, writersOnly)
  if (input.proofRequest !== undefined) await requireSellerOfRequest(options, input.proofRequest)
  const issued = await issueLink({ handle, organisationId, input })
  if (issued === undefined) throw conflict('on-hold', onHoldMessage)
  return { ...issued, link: await nameSeller(handle, issued.link) }
}

async function requireSellerOfRequest(
  { handle, input }: ServiceInput<LinkInput>,
  id: string,
): Promise<void> {
  const request = await findProofRequest(handle, id)
  if (request === undefined) throw notFound('proof request', id, '/proofRequest')
  const { seller } = input
  if (request.sellerId === seller.id && request.marketplace === seller.marketplace) return
  throw new AppError({
    code: 'seller-mismatch',
    message: '/seller is not the seller to whom this proof request was sent',
    pointer: '/seller',
  })
}
