import type { ProgramIo } from './program-io.ts'
import { count } from './terminal.ts'

/** Most rejected lines named on standard error; the others are counted. */
const maxNamed = 20

/** Names the first lines that could not be read, and counts the others. @param what one of them, such as `line` */
export function printRejects(io: ProgramIo, rejects: readonly string[], what: string): void {
  for (const reject of rejects.slice(0, maxNamed)) io.printError(reject)
  if (rejects.length > maxNamed)
    io.printError(`Not read either: ${count(rejects.length - maxNamed, `other ${what}`)}`)
}
