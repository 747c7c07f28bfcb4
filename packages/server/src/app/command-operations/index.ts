export { openCommandChannel } from './command-channel-server.ts'
export { performOperation } from './perform-operation.ts'
export { dispatchOperation, type ResultOf, type DispatchOptions } from './dispatch-operation.ts'
export type { OperationName } from './operations.ts'
