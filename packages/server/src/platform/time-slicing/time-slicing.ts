import { setImmediate as nextTurn } from 'node:timers/promises'

/** Work in steps, none of which takes more than a moment; gives its result at the end. */
export type Steps<T> = Generator<void, T, void>

const turnMilliseconds = 5

/** Does work on the thread that serves requests, some milliseconds at a time: they go in between. */
export async function runInSlices<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + turnMilliseconds
    do {
      const { done, value } = steps.next()
      if (done) return value
    } while (performance.now() < until)
    await nextTurn()
  }
}

/** The same without a pause, for who has nothing else to do. */
export function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
