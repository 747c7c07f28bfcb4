import type { CaseOutcome, CasePriority, CaseSubject } from '@touchstone/contract'

export type { CaseOutcome, CasePriority, CaseSubject }

/** As the interface names them; the pages load none of its schemas. */
export const caseSubjects = ['seller', 'product', 'network'] as const satisfies CaseSubject[]
export const casePriorities = ['low', 'normal', 'high', 'urgent'] as const satisfies CasePriority[]
export const caseEndings = [
  'enforced',
  'genuine',
  'nothing-found',
  'withdrawn',
] satisfies CaseOutcome[]
