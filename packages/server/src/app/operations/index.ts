export { openOperatorChannel } from './channel.ts'
export { performOperation } from './perform-operation.ts'
export { runOperation, type ResultOf, type RunOptions } from './run-operation.ts'
export type { OperationName } from './operations.ts'
