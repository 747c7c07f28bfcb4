import { Worker } from 'node:worker_threads'
import type { SharedTables } from '@touchstone/recognition'
import type { EngineParts } from './engine-parts.ts'
import type { Chunk } from './queue.ts'
import type { MadeEngine } from './shared-engine.ts'
import {
  idle,
  type WorkerBegin,
  type WorkerMessage,
  type WorkerOutcome,
  type WorkerRequest,
  type WorkerStart,
} from './worker-loop.ts'

export type WorkerHandleOptions = {
  /** The worker's program and Node options; tests use an engine of their own. */
  program?: URL
  execArgv?: string[]
  /** A worker is ended if one listing takes longer. */
  hangMs: number
  /** A worker is ended if it uses more memory. */
  memoryMb: number
}

/** How a worker died: the cause, and the listing in progress, if any. */
export type WorkerDeath = { why: string; hung: boolean; chunks: Chunk[]; at: number | undefined }

export type ReadyEngine = { name: string; baseRate: number; made?: MadeEngine }

export type Listeners = {
  onReady(worker: WorkerHandle, engine: ReadyEngine): void
  onAnswer(worker: WorkerHandle, chunk: Chunk, outcomes: WorkerOutcome[]): void
  onDeath(worker: WorkerHandle, death: WorkerDeath): void
}

// A listing's values are short-lived: with more room memory grows, with less collection takes a tenth of the time.
const maxYoungGenerationSizeMb = 48

/**
 * One worker thread and its chunks, the one in progress first. It loads its program at once and compiles its engine
 * after `begin`.
 */
export class WorkerHandle {
  ready = false
  private readonly worker: Worker
  private listeners: Listeners | undefined
  private readonly progress = new Int32Array(new SharedArrayBuffer(8)).fill(idle, 0, 1)
  private readonly assigned = new Map<number, Chunk>()
  private readonly watch: NodeJS.Timeout
  private last = 0
  private stopped = false
  private seen = { chunk: idle, place: 0, since: 0 }

  constructor({ program, execArgv, hangMs, memoryMb }: WorkerHandleOptions) {
    const workerData: WorkerStart = { progress: this.progress }
    const url = program ?? new URL('./worker.ts', import.meta.url)
    const resourceLimits = { maxYoungGenerationSizeMb, maxOldGenerationSizeMb: memoryMb }
    this.worker = new Worker(url, { workerData, execArgv, resourceLimits })
    this.worker.on('message', (message: WorkerMessage) => this.onMessage(message))
    this.worker.on('error', (error: Error) => this.die(error.message, false))
    this.worker.on('exit', (code) => this.die(`it ended with code ${code}`, false))
    this.watch = setInterval(() => this.checkProgress(hangMs), Math.min(1000, hangMs / 4)).unref()
  }

  begin(parts: EngineParts, tables: SharedTables | undefined, listeners: Listeners): void {
    this.listeners = listeners
    const message: WorkerBegin = { parts, tables }
    this.worker.postMessage(message)
  }

  get isGone(): boolean {
    return this.stopped
  }

  /** Chunks given and not answered. */
  get load(): number {
    return this.assigned.size
  }

  give(chunk: Chunk): void {
    const { job, places } = chunk
    // Wraps far below the maximum, so that it never equals the idle mark.
    this.last = (this.last + 1) % 1_000_000_000
    this.assigned.set(this.last, chunk)
    const listings = places.flatMap((place) => job.listings[place] ?? [])
    const facts = job.facts && places.map((place) => job.facts?.[place])
    const question: WorkerRequest = {
      chunk: this.last,
      listings,
      ...(facts?.some((one) => one !== undefined) && { facts }),
    }
    this.worker.postMessage(question)
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearInterval(this.watch)
    await this.worker.terminate()
  }

  private onMessage(message: WorkerMessage): void {
    if (this.stopped) return
    if ('ready' in message) {
      this.ready = true
      this.listeners?.onReady(this, message.ready)
      return
    }
    const chunk = this.assigned.get(message.chunk)
    this.assigned.delete(message.chunk)
    if (chunk) this.listeners?.onAnswer(this, chunk, message.outcomes)
  }

  private checkProgress(hangMs: number): void {
    const chunk = Atomics.load(this.progress, 0)
    const place = Atomics.load(this.progress, 1)
    const now = performance.now()
    if (chunk !== this.seen.chunk || place !== this.seen.place || chunk === idle) {
      this.seen = { chunk, place, since: now }
    } else if (now - this.seen.since >= hangMs) {
      this.die(`a listing took longer than ${hangMs} ms`, true)
    }
  }

  private die(why: string, hung: boolean): void {
    if (this.stopped) return
    void this.stop()
    const at = Atomics.load(this.progress, 0)
    const chunks = [...this.assigned.values()]
    // An answered chunk is no longer listed: then nothing is in progress.
    const place = this.assigned.has(at) ? Atomics.load(this.progress, 1) : undefined
    this.listeners?.onDeath(this, { why, hung, chunks, at: place })
  }
}
