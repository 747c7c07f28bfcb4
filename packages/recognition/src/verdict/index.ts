export * from './combine-signals.ts'
export * from './decide-verdict.ts'
export * from './measured-families.ts'
export { factsOf } from './reason.ts'
