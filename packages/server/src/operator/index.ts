export { openChannel, type Channel } from './channel.ts'
export { runOperation, type ResultOf, type RunOptions } from './run.ts'
export type { OperationName, Operations } from './operations.ts'
