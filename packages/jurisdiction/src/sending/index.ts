export * from './may-send.ts'
