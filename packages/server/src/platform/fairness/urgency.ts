import { AsyncLocalStorage } from 'node:async_hooks'

/** Somebody waits for the answer; much was sent at once; nobody waits. */
export type Urgency = 'interactive' | 'bulk' | 'background'

const current = new AsyncLocalStorage<Urgency>()

/** Runs the work of a request, which is as urgent as said where nothing else is said. */
export function runWithUrgency<T>(urgency: Urgency, work: () => T): T {
  return current.run(urgency, work)
}

/** Of the request that runs now; undefined outside requests. */
export function currentUrgency(): Urgency | undefined {
  return current.getStore()
}
