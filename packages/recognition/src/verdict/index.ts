export * from './combine.ts'
export * from './decide.ts'
export * from './measured.ts'
export { factsOf } from './reason.ts'
