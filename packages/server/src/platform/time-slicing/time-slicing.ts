import { setImmediate as nextTurn } from 'node:timers/promises'
import { currentUrgency, presentRequests, type Urgency } from '../fairness/index.ts'
import { SerialQueue } from '../serial-queue/index.ts'

/** Work in short steps; returns its result at the end. */
export type Steps<T> = Generator<void, T, void>

const sliceMilliseconds = 2
/**
 * Long work that can wait leaves the thread to a request for this long after each slice, since a request returns to
 * the thread many times.
 */
const pauseMilliseconds = 10

const slices = new SerialQueue()
/** Work that can wait has one turn for all, or each work would add a slice to those that a request meets. */
const slicesThatWait = new SerialQueue()

/**
 * Does work on the thread that serves requests, some milliseconds at a time. Between two slices, whatever work they
 * belong to, requests get their turn; while one is being answered, work that can wait pauses before each slice.
 */
export async function runInSlices<T>(steps: Steps<T>, urgency?: Urgency): Promise<T> {
  const canWait = (urgency ?? currentUrgency() ?? 'background') !== 'interactive'
  for (;;) {
    const result = await (canWait ? runSliceThatWaits(steps) : runSlice(steps))
    if (result.done === true) return result.value
  }
}

function runSliceThatWaits<T>(steps: Steps<T>): Promise<IteratorResult<void, T>> {
  return slicesThatWait.run(async () => {
    if (presentRequests.isAny(performance.now())) {
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    }
    return runSlice(steps)
  })
}

function runSlice<T>(steps: Steps<T>): Promise<IteratorResult<void, T>> {
  return slices.run(async () => {
    const until = performance.now() + sliceMilliseconds
    for (;;) {
      const result = steps.next()
      if (result.done === true) return result
      if (performance.now() < until) continue
      await nextTurn()
      return result
    }
  })
}

/** Runs to the end without a pause, for callers with nothing else to do. */
export function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
