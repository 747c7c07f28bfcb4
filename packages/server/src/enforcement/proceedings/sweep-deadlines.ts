import { CaseEvent, dueClocks, step } from '@touchstone/jurisdiction'
import { z } from 'zod'
import type { Handle, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { foldedFrom, rulesOf, timeAfter } from './service.ts'
import { append, eventsOfAll, lockDue, type Appended, type KeptProceeding } from './repository.ts'

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'clocks' } } as const

/** Proceedings whose clocks are told in one transaction. */
const atOnce = 50

export type SweepOptions = {
  signal?: AbortSignal
  /** Told after each transaction how many clocks passed in it. */
  onTold?: (passed: number) => void
}

/**
 * Tells every clock that is due, those of some proceedings in a transaction with what their passing brings about: a
 * process that ends on the way has told them whole or not at all, and two that sweep at once tell none twice. Gives
 * how many passed. A proceeding that cannot be read any more holds up no other; in the end it is an error.
 */
export async function sweepClocks(
  store: Store,
  now: () => Date,
  { signal, onTold }: SweepOptions = {},
): Promise<number> {
  const stuck = new Map<string, unknown>()
  let passed = 0
  while (signal?.aborted !== true) {
    const told = await store.transact(sweeper, (handle) => sweepSome(handle, now(), stuck))
    if (told === undefined) break
    passed += told
    onTold?.(told)
  }
  if (stuck.size === 0) return passed
  const message = `the clocks of these proceedings could not be told: ${[...stuck.keys()].join(', ')}`
  throw new AppError({ code: 'internal', message, cause: [...stuck.values()][0] })
}

/** How many clocks passed: none where another sweep came first; undefined where no more are due. */
async function sweepSome(
  handle: Handle,
  now: Date,
  stuck: Map<string, unknown>,
): Promise<number | undefined> {
  const due = await lockDue(handle, { now, limit: atOnce, except: [...stuck.keys()] })
  if (due.length === 0) return undefined
  const events = await eventsOfAll(
    handle,
    due.map(({ id }) => id),
  )
  const told: Appended[] = []
  for (const kept of due) {
    try {
      told.push(toldOf(kept, events.get(kept.id) ?? [], now))
    } catch (error) {
      stuck.set(kept.id, error)
    }
  }
  await append(handle, told)
  return told.reduce((sum, one) => sum + one.events.length, 0)
}

/** The clocks of one proceeding that have passed by now, with how it stands then. */
function toldOf(kept: KeptProceeding, before: readonly unknown[], now: Date): Appended {
  const rules = rulesOf(kept.regime)
  const events: CaseEvent[] = []
  let state = foldedFrom(
    kept,
    rules,
    before.map((event) => CaseEvent.parse(event)),
  )
  for (;;) {
    const [event] = dueClocks(state, timeAfter(state, now))
    if (event === undefined) return { kept, events, state }
    const answer = step(rules, state, event)
    if (!answer.ok) throw new Error(`a clock that is due was refused: ${answer.refusal.message}`)
    state = answer.state
    events.push(event)
  }
}

/** Looks for clocks that are due, once a minute. */
export function clockJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'clocks',
    z.object({}),
    async (_data, signal) => {
      await sweepClocks(store, () => new Date(), { signal })
    },
    { cron: '* * * * *' },
  )
}
