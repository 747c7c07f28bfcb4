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
import type { AppealLinkRow } from './types.ts'
import { markLinkRevoked, pageOfLinks, type LinkFilter, type PageQuery } from './repository.ts'

/** Revokes a link and the page opened with it. */
export async function revokeLink(
  options: ServiceInput<{ id: string; now: Date }>,
): Promise<AppealLinkRow> {
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
  return link
}

export async function listLinks(
  options: ServiceInput<PageQuery<LinkFilter>>,
): Promise<AppealLinkRow[]> {
  const { organisationId } = requireUser(options.actor, mayListAppeals, membersOnly)
  await recordListRead(options.handle, organisationId, 'links')
  return pageOfLinks(options.handle, { organisationId, ...options.input })
}
