export * from './fold.ts'
export * from './phrases.ts'
