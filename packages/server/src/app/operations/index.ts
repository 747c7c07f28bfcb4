export { openOperatorChannel } from './channel.ts'
export { runOperation, type ResultOf, type RunOptions } from './run-operation.ts'
export type { OperationName } from './operations.ts'
