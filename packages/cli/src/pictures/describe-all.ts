import { join } from 'node:path'
import type { Described } from './describe-file.ts'
import type { Describers } from './describers.ts'

/** Describes the files of a folder side by side and hands them out in the order in which they are named. */
export async function* describeAll(
  folder: string,
  names: readonly string[],
  describers: Pick<Describers, 'capacity' | 'describe'>,
): AsyncGenerator<{ name: string; described: Described }> {
  const underway: { name: string; described: Promise<Described> }[] = []
  let next = 0
  while (next < names.length || underway.length > 0) {
    while (next < names.length && underway.length < describers.capacity) {
      const name = names[next++] ?? ''
      const described = describers.describe(join(folder, name))
      // It is awaited in its turn; one that fails before must not end the process.
      described.catch(() => undefined)
      underway.push({ name, described })
    }
    const first = underway.shift()
    if (first) yield { name: first.name, described: await first.described }
  }
}
