import type { ProgramIo } from '../program-io.ts'
import { openSink, type Sink } from './sink.ts'

/** A command's output files: all of them appear at its end, or none. */
export class Outputs {
  private readonly sinks: Sink[] = []
  private readonly io: Pick<ProgramIo, 'stdout'>

  constructor(io: Pick<ProgramIo, 'stdout'>) {
    this.io = io
  }

  /** Opens another one; nothing without a path. */
  async open(path: string): Promise<Sink>
  async open(path: string | undefined): Promise<Sink | undefined>
  async open(path: string | undefined): Promise<Sink | undefined> {
    if (path === undefined) return undefined
    const sink = await openSink(this.io, path)
    this.sinks.push(sink)
    return sink
  }

  /** Moves all files to their final place. */
  async finish(): Promise<void> {
    for (const sink of this.sinks.splice(0)) await sink.finish()
  }

  /** Deletes files that are not in their final place. */
  async discard(): Promise<void> {
    await Promise.allSettled(this.sinks.splice(0).map((sink) => sink.discard()))
  }
}
