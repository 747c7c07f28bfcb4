import { AsyncLocalStorage } from 'node:async_hooks'

/** Someone awaits the response; a large batch; nobody waits. */
export type Urgency = 'interactive' | 'bulk' | 'background'

const current = new AsyncLocalStorage<Urgency>()

/** Runs a request's work with this default urgency. */
export function runWithUrgency<T>(urgency: Urgency, work: () => T): T {
  return current.run(urgency, work)
}

/** Of the current request; undefined outside requests. */
export function currentUrgency(): Urgency | undefined {
  return current.getStore()
}
