export type { OpenedTask, TaskContext } from './protocol.ts'
export { FileReaders, type OpenReading, type ReadersOptions } from './readers.ts'
export { serveTasks } from './thread.ts'
