// Loaded before a program; reports over its channel how long its main thread was blocked: by the clock, and by
// processor time alone, which excludes waiting for other programs of a busy machine.
import { monitorEventLoopDelay, createHistogram } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

export interface LoopDelay {
  p50: number
  p99: number
  max: number
  /** Most of the processor's time that went by between two turns. */
  ownP99: number
  ownMax: number
}

const everyMilliseconds = 2

if (isMainThread && process.send !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const own = createHistogram()
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage()
    return user + system
  }
  let before = spent()
  setInterval(() => {
    const now = spent()
    own.record(Math.max(1, Math.round(now - before)))
    before = now
  }, everyMilliseconds).unref()
  process.on('message', () => {
    const summary: LoopDelay = {
      p50: delay.percentile(50) / 1e6,
      p99: delay.percentile(99) / 1e6,
      max: delay.max / 1e6,
      ownP99: own.percentile(99) / 1e3,
      ownMax: own.max / 1e3,
    }
    delay.reset()
    own.reset()
    process.send?.(summary)
  })
}
