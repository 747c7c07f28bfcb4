import { useSyncExternalStore } from 'react'
import { problemOf } from '../../connection/index.ts'
import type { SellerLink } from './queries.ts'

/** Time in which a decision can be undone: until then nothing is stored and nobody is informed. */
const undoMilliseconds = 6000

export type PendingDecision = {
  notice: string
  position: number
  title: string
  outcome: 'restrict' | 'no-action' | 'already-gone'
  state: 'waiting' | 'sending' | 'sent' | 'refused'
  /** The server's reason, if it refused the decision. */
  message?: string | undefined
  link?: SellerLink | undefined
}

type Work = { decide: () => Promise<SellerLink | null>; timer: ReturnType<typeof setTimeout> }

let decisions: readonly PendingDecision[] = []
const works = new Map<string, Work>()
const listeners = new Set<() => void>()

export function keyOfItem({
  notice,
  position,
}: Pick<PendingDecision, 'notice' | 'position'>): string {
  return `${notice} ${position}`
}

function change(next: readonly PendingDecision[]): void {
  decisions = next
  for (const listener of listeners) listener()
}

function update(key: string, changed: Partial<PendingDecision>): void {
  change(decisions.map((one) => (keyOfItem(one) === key ? { ...one, ...changed } : one)))
}

function isOpen({ state }: PendingDecision): boolean {
  return state === 'waiting' || state === 'sending'
}

/** The browser asks before it closes the page over a decision that was not sent yet. */
function warn(event: BeforeUnloadEvent): void {
  if (decisions.some(isOpen)) event.preventDefault()
}

/** Takes a decision after the time for undo, wherever in the console the person is by then. */
export function scheduleDecision(
  decision: Omit<PendingDecision, 'state' | 'message' | 'link'>,
  decide: () => Promise<SellerLink | null>,
): void {
  const key = keyOfItem(decision)
  window.addEventListener('beforeunload', warn)
  clearTimeout(works.get(key)?.timer)
  const timer = setTimeout(() => void send(key), undoMilliseconds)
  works.set(key, { decide, timer })
  const others = decisions.filter((one) => keyOfItem(one) !== key)
  change([...others, { ...decision, state: 'waiting' }])
}

async function send(key: string): Promise<void> {
  const work = works.get(key)
  if (work === undefined) return
  works.delete(key)
  update(key, { state: 'sending' })
  try {
    const link = await work.decide()
    // A link is shown only once, so it stays until the person closes it.
    if (link === null) forgetDecision(key)
    else update(key, { state: 'sent', link })
  } catch (error) {
    update(key, { state: 'refused', message: problemOf(error).message })
  }
}

/** Takes back a decision that was not sent yet. */
export function undoDecision(key: string): void {
  const work = works.get(key)
  if (work === undefined) return
  clearTimeout(work.timer)
  works.delete(key)
  forgetDecision(key)
}

export function forgetDecision(key: string): void {
  change(decisions.filter((one) => keyOfItem(one) !== key))
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Decisions that were taken and not sent, or whose result the person has not closed yet. */
export function usePendingDecisions(): readonly PendingDecision[] {
  return useSyncExternalStore(listen, () => decisions)
}

/** The newest decision that can still be undone. */
export function lastUndoable(all: readonly PendingDecision[]): PendingDecision | undefined {
  return all.findLast(({ state }) => state === 'waiting')
}
