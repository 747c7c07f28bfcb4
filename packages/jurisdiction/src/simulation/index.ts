export * from './time-limit-ends.ts'
export * from './replay-case.ts'
export * from './compare-periods.ts'
