export { Spending, type Budget } from './budget.ts'
export { purgeRunsJob } from './purge-runs.ts'
export { startWatchRuns, type WatchRuns } from './start-watch-runs.ts'
export { walkSite, type WalkReport } from './walk-site.ts'
