export * from './combine.ts'
export * from './decide.ts'
