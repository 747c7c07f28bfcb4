export { callServer } from './call-server.ts'
export { OperationAnswer, OperationRequest } from './messages.ts'
export { makeSocketPath, removeSocketPath } from './socket-path.ts'
