export { type Budget } from './budget.ts'
export { walkSite, type WalkReport } from './walk-site.ts'
