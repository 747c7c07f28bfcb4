import type { ProgramIo } from '../program-io.ts'
import { openSink, type Sink } from './sink.ts'

/** What a command writes: all of it appears at the command's end, or none. */
export class Outputs {
  private readonly sinks: Sink[] = []
  private readonly io: Pick<ProgramIo, 'stdout'>

  constructor(io: Pick<ProgramIo, 'stdout'>) {
    this.io = io
  }

  /** Opens one more; none where no path was given. */
  async open(path: string): Promise<Sink>
  async open(path: string | undefined): Promise<Sink | undefined>
  async open(path: string | undefined): Promise<Sink | undefined> {
    if (path === undefined) return undefined
    const sink = await openSink(this.io, path)
    this.sinks.push(sink)
    return sink
  }

  /** Puts everything in its final place. */
  async finish(): Promise<void> {
    for (const sink of this.sinks.splice(0)) await sink.finish()
  }

  /** Takes away what is not in its final place. */
  async discard(): Promise<void> {
    await Promise.allSettled(this.sinks.splice(0).map((sink) => sink.discard()))
  }
}
