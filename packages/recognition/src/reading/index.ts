export * from './meaning.ts'
export * from './reading.ts'
