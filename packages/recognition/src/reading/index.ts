export * from './coverage.ts'
export * from './late-markers.ts'
export * from './meaning.ts'
export * from './reading.ts'
