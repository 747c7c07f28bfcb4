import { join } from 'node:path'
import type { PictureThreads } from './image-threads.ts'

/** Processes the files of a folder in parallel and yields the results in the order of their names. */
export async function* processFilesInOrder<Result>(
  folder: string,
  names: readonly string[],
  threads: Pick<PictureThreads<Result>, 'capacity' | 'read'>,
): AsyncGenerator<{ name: string; result: Result }> {
  const underway: { name: string; result: Promise<Result> }[] = []
  let next = 0
  while (next < names.length || underway.length > 0) {
    while (next < names.length && underway.length < threads.capacity) {
      const name = names[next++] ?? ''
      const result = threads.read(join(folder, name))
      // Awaited later, in order; an earlier rejection must not end the process.
      result.catch(() => undefined)
      underway.push({ name, result })
    }
    const first = underway.shift()
    if (first) yield { name: first.name, result: await first.result }
  }
}
