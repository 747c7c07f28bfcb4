import { mayListAppeals, mayWriteToSellers } from './policy.ts'
import {
  membersOnly,
  notFound,
  recordAppealEvent,
  recordListRead,
  requireUser,
  writersOnly,
  type ServiceInput,
} from './service.ts'
import type { AppealLinkRow } from './types.ts'
import { markLinkRevoked, pageOfLinks, type LinkFilter, type PageQuery } from './repository.ts'

/** Ends a link, and with it the page that it opened. */
export async function revokeLink(
  asked: ServiceInput<{ id: string; now: Date }>,
): Promise<AppealLinkRow> {
  const { handle, input } = asked
  const { organisationId } = requireUser(asked.actor, mayWriteToSellers, writersOnly)
  const link = await markLinkRevoked(handle, { organisationId, ...input })
  if (link === undefined) throw notFound('link', input.id)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'answer-link-revoked',
    subject: { kind: 'answer-link', id: link.id },
  })
  return link
}

export async function listLinks(
  asked: ServiceInput<PageQuery<LinkFilter>>,
): Promise<AppealLinkRow[]> {
  const { organisationId } = requireUser(asked.actor, mayListAppeals, membersOnly)
  await recordListRead(asked.handle, organisationId, 'links')
  return pageOfLinks(asked.handle, { organisationId, ...asked.input })
}
