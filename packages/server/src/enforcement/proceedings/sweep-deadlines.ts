import { CaseEvent, dueDeadlines, applyEvent } from '@touchstone/jurisdiction'
import { z } from 'zod'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { nextEventTime } from './apply-action.ts'
import { foldEvents, rulesOf } from './service.ts'
import {
  appendEvents,
  eventsByProceeding,
  lockDueProceedings,
  type AppendedEvents,
  type ProceedingRow,
} from './repository.ts'

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'deadlines' } } as const

/** Proceedings whose deadlines are told in one transaction. */
const atOnce = 50

export type SweepOptions = {
  signal?: AbortSignal
  /** Told after each transaction how many deadlines passed in it. */
  onPassed?: (passed: number) => void
}

/**
 * Tells every deadline that is due, those of some proceedings in a transaction with what their passing brings about: a
 * process that ends on the way has told them whole or not at all, and two that sweep at once tell none twice. Gives
 * how many passed. A proceeding that cannot be read any more holds up no other; in the end it is an error.
 */
export async function sweepDeadlines(
  store: Store,
  now: () => Date,
  { signal, onPassed }: SweepOptions = {},
): Promise<number> {
  const stuck = new Map<string, unknown>()
  let passed = 0
  while (signal?.aborted !== true) {
    const passedNow = await store.transact(sweeper, (handle) => sweepSome(handle, now(), stuck))
    if (passedNow === undefined) break
    passed += passedNow
    onPassed?.(passedNow)
  }
  if (stuck.size === 0) return passed
  const message = `deadlines of these proceedings could not be processed: ${[...stuck.keys()].join(', ')}`
  throw new AppError({ code: 'internal', message, cause: [...stuck.values()][0] })
}

/** How many deadlines passed: none where another sweep came first; undefined where no more are due. */
async function sweepSome(
  handle: Transaction,
  now: Date,
  stuck: Map<string, unknown>,
): Promise<number | undefined> {
  const due = await lockDueProceedings(handle, { now, limit: atOnce, except: [...stuck.keys()] })
  if (due.length === 0) return undefined
  const events = await eventsByProceeding(
    handle,
    due.map(({ id }) => id),
  )
  const appended: AppendedEvents[] = []
  for (const proceeding of due) {
    try {
      appended.push(passDueDeadlines(proceeding, events.get(proceeding.id) ?? [], now))
    } catch (error) {
      stuck.set(proceeding.id, error)
    }
  }
  await appendEvents(handle, appended)
  return appended.reduce((sum, one) => sum + one.events.length, 0)
}

/** The deadlines of one proceeding that have passed by now, with how it stands then. */
function passDueDeadlines(
  proceeding: ProceedingRow,
  before: readonly unknown[],
  now: Date,
): AppendedEvents {
  const rules = rulesOf(proceeding.regime)
  const events: CaseEvent[] = []
  let state = foldEvents(
    proceeding,
    rules,
    before.map((event) => CaseEvent.parse(event)),
  )
  for (;;) {
    const [event] = dueDeadlines(state, nextEventTime(state, now))
    if (event === undefined) return { proceeding, events, state }
    const answer = applyEvent(rules, state, event)
    if (!answer.ok) throw new Error(`a due deadline was refused: ${answer.refusal.message}`)
    state = answer.state
    events.push(event)
  }
}

/** Looks for deadlines that are due, once a minute. */
export function deadlineJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'deadlines',
    z.object({}),
    async (_data, signal) => {
      await sweepDeadlines(store, () => new Date(), { signal })
    },
    { cron: '* * * * *' },
  )
}
