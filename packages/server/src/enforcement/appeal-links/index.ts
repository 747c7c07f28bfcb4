export { complaintDecisionOf, firstDeciders, workflowsOf } from './appeal-workflows.ts'
export type { AppealWorkflows } from './appeal-workflows.ts'
export { issueLink, type IssuedLink, type LinkInput } from './issue-link.ts'
export { endBrowserLinks, openLink, recipientContext, runAsRecipient } from './open-link.ts'
export { listLinks, nameSeller, revokeLink } from './manage-links.ts'
export { mayListAppeals, mayWriteToSellers, type UserActor } from './policy.ts'
export { afterCursor, findLink, type OrganisationPageQuery, type PageQuery } from './repository.ts'
export {
  conflict,
  decidersOnly,
  membersOnly,
  notFound,
  organisationNameOf,
  siteNameOf,
  recordAppealEvent,
  recordListRead,
  requireUser,
  writersOnly,
  type ServiceInput,
} from './require-appeal-access.ts'
export {
  dayMilliseconds,
  linkEndOf,
  newLinkToken,
  referenceOf,
  tokenHashOf,
  type AppealLinkRow,
  type NamedLinkRow,
} from './types.ts'
