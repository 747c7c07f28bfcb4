export { openOperatorChannel } from './operator-channel-server.ts'
export { performOperation } from './perform-operation.ts'
export { runOperation, type ResultOf, type RunOptions } from './dispatch-operation.ts'
export type { OperationName } from './operations.ts'
