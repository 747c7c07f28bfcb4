import { CaseEvent, dueDeadlines, applyEvent } from '@touchstone/jurisdiction'
import { z } from 'zod'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { nextEventTime } from './apply-action.ts'
import { foldEvents, rulesOf } from './load-proceeding.ts'
import {
  appendEvents,
  eventsByProceeding,
  lockDueProceedings,
  type AppendedEvents,
  type ProceedingRow,
} from './repository.ts'

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'deadlines' } } as const

/** Proceedings handled per transaction. */
const atOnce = 50

export type SweepOptions = {
  signal?: AbortSignal
  /** Called after each transaction with the number of deadlines applied. */
  onPassed?: (passed: number) => void
}

/**
 * Applies every due deadline, those of several proceedings per transaction, with their consequences: a process that
 * dies has applied each completely or not at all, and concurrent sweeps apply none twice. Returns their number. An
 * unreadable proceeding does not block the others; it raises an error at the end.
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

/** The number of deadlines applied: 0 if another sweep came first; undefined if none are due. */
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

/** The deadlines of one proceeding that have passed, with its state afterwards. */
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

/** Checks for due deadlines every minute. */
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
