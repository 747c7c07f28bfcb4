import { serveTasks, type TaskContext } from '../file-reading/index.ts'
import { checkDocument } from './check-document.ts'

// Reads third-party documents in a thread that is ended if one takes too long.
serveTasks({
  check: async (_: unknown, { bytes }: TaskContext) => {
    const parts: Uint8Array[] = []
    for await (const part of bytes) parts.push(part)
    return { opened: checkDocument(Buffer.concat(parts)) }
  },
})
