import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '@touchstone/contract/seeded-random'

/** What became of one arrival. */
export type Outcome = { milliseconds: number } | { lost: string }

export interface Arrivals {
  perSecond: number
  warmUpSeconds: number
  seconds: number
  seed: number
  /**
   * Sends one arrival.
   * @returns when it was done (milliseconds of the epoch), if that was before now
   * @throws {Error} whose message says why it is lost
   */
  send(number: number): Promise<number | undefined>
}

/** More arrivals under way than this would only measure the memory of this process. */
const MOST_UNDER_WAY = 20_000

/**
 * Lets arrivals come at random moments (Poisson) whether or not earlier ones are answered, as those of the world do:
 * a server that is slow does not slow down what asks it. Times count from when an arrival was due, not from when it
 * was sent, so that a pause of the server is felt by all that came during it.
 * @returns once every arrival was answered or `signal` ended the waiting; those of the warm-up are left out
 */
export async function sendArrivals(arrivals: Arrivals, signal: AbortSignal): Promise<Outcome[]> {
  const { perSecond, warmUpSeconds, seconds, seed, send } = arrivals
  const random = seededRandom(seed)
  const outcomes: Outcome[] = []
  const underWay = new Set<Promise<void>>()
  const began = Date.now()
  const counted = began + warmUpSeconds * 1000
  const end = counted + seconds * 1000
  const gap = (): number => (-Math.log(1 - random()) * 1000) / perSecond
  let number = 0
  for (let due = began + gap(); due < end && !signal.aborted; due += gap()) {
    const wait = due - Date.now()
    if (wait > 1) await sleep(wait, undefined, { signal }).catch(() => undefined)
    const note = (outcome: Outcome): void => {
      if (due >= counted) outcomes.push(outcome)
    }
    if (underWay.size >= MOST_UNDER_WAY) {
      note({ lost: `not sent, since ${MOST_UNDER_WAY.toLocaleString('en')} were unanswered` })
      continue
    }
    const sending = send(number++).then(
      (done = Date.now()) => note({ milliseconds: Math.max(0, done - due) }),
      (error: Error) => note({ lost: error.message }),
    )
    underWay.add(sending)
    void sending.then(() => underWay.delete(sending))
  }
  await Promise.all(underWay)
  return outcomes
}
