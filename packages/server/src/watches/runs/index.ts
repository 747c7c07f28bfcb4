export { budgetParts, type Budget, type BudgetPart } from './budget.ts'
export { walkSite, type WalkOptions, type WalkReport } from './walk-site.ts'
