export { hostOf } from './site.ts'
export { isAboutToRun, standingOf, type WatchStanding } from './standing.ts'
export type * from './types.ts'
export { amountText, costOf, leastMinutes, mebibyte, mostCostOf, type Budget } from './usage.ts'
