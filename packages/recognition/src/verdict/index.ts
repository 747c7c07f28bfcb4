export * from './combine.ts'
export * from './decide.ts'
export * from './measured.ts'
