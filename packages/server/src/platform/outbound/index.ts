export { isPublicAddress } from './address.ts'
export {
  defaultFetchLimits,
  fetchPage,
  type FetchedPage,
  type FetchLimits,
  type FetchOptions,
  type FetchResult,
} from './fetch-page.ts'
export {
  startGuardedProxy,
  type GuardedProxy,
  type GuardedProxyOptions,
  type ProxiedConnection,
} from './guarded-proxy.ts'
export type { BuiltInPage, BuiltInPages } from './built-in-page.ts'
export { post, refusalOfAddress, type PostOptions, type PostResult } from './post.ts'
export {
  requestOnce,
  type Answer,
  type AnswerLimits,
  type AnswerOptions,
  type AnswerResult,
} from './request-once.ts'
export type { Refusal, RefusalReason } from './refusal.ts'
export type { Lookup, TestAllowance } from './target.ts'
