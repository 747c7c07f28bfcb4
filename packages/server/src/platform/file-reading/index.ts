export type { TaskContext } from './protocol.ts'
export { FileReaders, Overload, type ReadersOptions } from './readers.ts'
export type { TimeBudget } from './reading-thread.ts'
export { serveTasks } from './worker-tasks.ts'
