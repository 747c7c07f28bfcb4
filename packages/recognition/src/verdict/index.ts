export * from './combine-signals.ts'
export * from './decide-verdict.ts'
export * from './measured-families.ts'
export { explainFacts } from './explain-verdict.ts'
