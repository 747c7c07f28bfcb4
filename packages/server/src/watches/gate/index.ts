export { asksForCaptcha, captchaBytes } from './captcha.ts'
export {
  errorOfStatus,
  Gate,
  type Agent,
  type Allowance,
  type SiteAnswer,
  type Visit,
  type Visited,
  type VisitedPage,
} from './gate.ts'
export { storedTurns } from './stored-turns.ts'
export { ownTurns } from './turns.ts'
export { VisitError, type VisitErrorKind } from './visit-error.ts'
export { visitingRules } from './pauses.ts'
export { gateGauges } from './gauges.ts'
export { pageOfAuthorities } from './authorities-repository.ts'
export { userAgentOf } from './user-agent.ts'
export { siteHost } from './site-host.ts'
