import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { standardWaits } from './types.ts'
import { bring, type Mailer } from './smtp.ts'
import { markSending, markUncertain, recordEnd, takeDue, type Taken } from './repository.ts'

export type MailingOptions = {
  store: Store
  mailer: Mailer
  onFault: (error: unknown, what: string) => void
  /** Waits after attempts that failed for now; after the last of them a message is given up. */
  waitMilliseconds?: readonly number[]
  /** How often it looks for work. */
  pollMilliseconds?: number
  /** Longer than any attempt lasts: what was begun before is then uncertain. */
  patienceMilliseconds?: number
}

export type Mailing = {
  /** Ends when no message is under way. */
  stop(): Promise<void>
}

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'mail' } }
const defaultPatience = 10 * 60_000

/** Sends what is queued until it is stopped. Any number of processes share the work. */
export function startMailing(options: MailingOptions): Mailing {
  const { onFault, pollMilliseconds = 2000 } = options
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    try {
      await sendDue(options, stopping.signal)
    } catch (error) {
      onFault(error, 'the mail')
    }
    if (!stopping.signal.aborted) timer = setTimeout(begin, pollMilliseconds)
  }
  const begin = (): void => {
    looking = look()
  }
  begin()
  return {
    stop: async () => {
      stopping.abort()
      await looking
      clearTimeout(timer)
    },
  }
}

/** Sends everything that is due, one message after the other; how many were tried. */
export async function sendDue(options: MailingOptions, signal?: AbortSignal): Promise<number> {
  const { store, patienceMilliseconds = defaultPatience } = options
  await store.transact(context, async (handle) => {
    for (const lost of await markUncertain(handle, patienceMilliseconds)) {
      await record(handle, lost, 'message-uncertain')
    }
  })
  let tried = 0
  while (signal?.aborted !== true) {
    const taken = await store.transact(context, (handle) => takeDue(handle, patienceMilliseconds))
    if (taken === undefined) break
    await sendOne(options, taken)
    tried++
  }
  return tried
}

async function sendOne(options: MailingOptions, taken: Taken): Promise<void> {
  const { store, mailer, waitMilliseconds = standardWaits } = options
  const ended = await bring(mailer, taken, async () => {
    // Committed before the first byte: whoever finds it after a kill knows that it may have arrived.
    const isMine = await store.transact(context, (handle) => markSending(handle, taken))
    if (!isMine) throw new Error('it was taken back, or another process has it')
  })
  const wait = waitMilliseconds[taken.tries - 1]
  const given = ended.state === 'queued' && wait === undefined
  const end = given ? { ...ended, state: 'failed' as const } : ended
  await store.transact(context, async (handle) => {
    if (!(await recordEnd(handle, taken, end, wait ?? 0)) || end.state === 'queued') return
    await record(handle, taken, words[end.state])
  })
}

const words = {
  sent: 'message-sent',
  failed: 'message-failed',
  uncertain: 'message-uncertain',
} as const satisfies Record<string, AuditAction>

async function record(
  handle: Parameters<typeof recordEnd>[0],
  { id, organisationId }: { id: string; organisationId: string },
  action: AuditAction,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'message', id } })
}
