import type { Transaction } from '../../platform/db/index.ts'
import { mayListAppeals, mayWriteToSellers } from './policy.ts'
import {
  membersOnly,
  notFound,
  recordAppealEvent,
  recordListRead,
  requireUser,
  writersOnly,
  type ServiceInput,
} from './require-appeal-access.ts'
import type { AppealLinkRow, NamedLinkRow } from './types.ts'
import {
  markLinkRevoked,
  nameSellers,
  pageOfLinks,
  type LinkFilter,
  type PageQuery,
} from './repository.ts'

/** Revokes a link and the page opened with it. */
export async function revokeLink(
  options: ServiceInput<{ id: string; now: Date }>,
): Promise<NamedLinkRow> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayWriteToSellers, writersOnly)
  const link = await markLinkRevoked(handle, { organisationId, ...input })
  if (link === undefined) throw notFound('link', input.id)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'appeal-link-revoked',
    subject: { kind: 'appeal-link', id: link.id },
  })
  return nameSeller(handle, link)
}

export async function listLinks(
  options: ServiceInput<PageQuery<LinkFilter>>,
): Promise<NamedLinkRow[]> {
  const { organisationId } = requireUser(options.actor, mayListAppeals, membersOnly)
  await recordListRead(options.handle, organisationId, 'links')
  const links = await pageOfLinks(options.handle, { organisationId, ...options.input })
  return nameSellers(options.handle, organisationId, links)
}

export async function nameSeller(handle: Transaction, link: AppealLinkRow): Promise<NamedLinkRow> {
  const [named = { ...link, sellerName: null }] = await nameSellers(handle, link.organisationId, [
    link,
  ])
  return named
}
