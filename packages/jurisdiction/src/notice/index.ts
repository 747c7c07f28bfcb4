export * from './notice-refusals.ts'
export * from './notice-elements.ts'
