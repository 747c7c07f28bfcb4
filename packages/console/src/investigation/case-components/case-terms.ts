import type { CaseOutcome, CasePriority, CaseSubject } from '@touchstone/contract'

export type { CaseOutcome, CasePriority, CaseSubject }

/** Repeats the contract's values, so that pages need not load its schemas. */
export const caseSubjects = ['seller', 'product', 'network'] as const satisfies CaseSubject[]
export const casePriorities = ['low', 'normal', 'high', 'urgent'] as const satisfies CasePriority[]
export const caseEndings = [
  'enforced',
  'genuine',
  'nothing-found',
  'withdrawn',
] satisfies CaseOutcome[]
