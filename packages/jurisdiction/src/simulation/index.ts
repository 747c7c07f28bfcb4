export * from './clock-ends.ts'
export * from './replay.ts'
export * from './what-if.ts'
