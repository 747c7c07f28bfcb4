export { checkLinks, type LinkCheck } from './check-links.ts'
export { findLinkedOrganisations } from './check-repository.ts'
export {
  findJudges,
  judgeDifferent,
  noteJudged,
  readEvidence,
  suspendLink,
} from './judgements-repository.ts'
export { findLimitedLinks } from './limited-links.ts'
export { countOverturned, findJudgedPairs } from './overturned-links.ts'
export { findLink, type LinkRow } from './links-repository.ts'
export { mayJudgeLinks } from './policy.ts'
export { requireReader, showLinks, toAccountView } from './read-links.ts'
export { linkRoutes } from './routes.ts'
export { startLinkUpdates, type LinkUpdates } from './update-links.ts'
