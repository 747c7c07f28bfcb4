export * from './replay.ts'
export * from './what-if.ts'
