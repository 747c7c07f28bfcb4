import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { currentUrgency, PresentRequests, type Urgency } from '../fairness/index.ts'

/** Work in steps, none of which takes more than a moment; gives its result at the end. */
export type Steps<T> = Generator<void, T, void>

const sliceMilliseconds = 2
/** So long work that can wait leaves the thread to a request, which returns to it many times, after each slice. */
const pauseMilliseconds = 10

/** The requests that this thread answers. */
const requests = new PresentRequests()

/** Announces a request on this thread until what it gives is called: long work makes way for it. */
export function announceOnThread(party: string): () => void {
  return requests.add(party)
}

/** Turns at something of which there is one, in the order in which they are asked for. */
class Turns {
  private last: Promise<void> = Promise.resolve()

  /** Settles when this turn begins, with what ends it. */
  async begin(): Promise<() => void> {
    const before = this.last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.last = promise
    await before
    return resolve
  }
}

const slices = new Turns()
/** Work that can wait has one turn for all, or each work would add a slice to those that a request meets. */
const slicesThatWait = new Turns()

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

async function runSliceThatWaits<T>(steps: Steps<T>): Promise<IteratorResult<void, T>> {
  const end = await slicesThatWait.begin()
  try {
    if (requests.isAny(performance.now())) await sleep(pauseMilliseconds)
    return await runSlice(steps)
  } finally {
    end()
  }
}

async function runSlice<T>(steps: Steps<T>): Promise<IteratorResult<void, T>> {
  const end = await slices.begin()
  try {
    const until = performance.now() + sliceMilliseconds
    for (;;) {
      const result = steps.next()
      if (result.done === true) return result
      if (performance.now() < until) continue
      await nextTurn()
      return result
    }
  } finally {
    end()
  }
}

/** The same without a pause, for who has nothing else to do. */
export function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
