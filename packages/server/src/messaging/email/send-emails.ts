import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { readTogether, startPoller } from '../../platform/poller/index.ts'
import { publishWorkEnded, tracedCall } from '../../platform/telemetry/index.ts'
import { defaultRetryWaits } from './types.ts'
import { submitEmail, type Mailer } from './smtp.ts'
import {
  hasDueEmails,
  markEmailSending,
  markStaleEmailsUncertain,
  recordSendResult,
  claimDueEmail,
  type ClaimedEmail,
} from './repository.ts'

export type EmailSenderOptions = {
  store: Store
  mailer: Mailer
  onFault: (error: unknown, what: string) => void
  /** Waits after temporary failures; after the last one an email is given up. */
  waitMilliseconds?: readonly number[]
  /** Polling interval. */
  pollMilliseconds?: number
  /** Longer than any attempt: one started before is then uncertain. */
  patienceMilliseconds?: number
}

export type EmailSender = {
  /** Resolves when no email is being sent. */
  stop(): Promise<void>
}

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'mail' } }
const defaultPatience = 10 * 60_000

/** Sends queued emails until stopped. Any number of processes share the work. */
export function startEmailSender(options: EmailSenderOptions): EmailSender {
  const { store, onFault, pollMilliseconds = 2000 } = options
  const { patienceMilliseconds = defaultPatience } = options
  const stopping = new AbortController()
  const poll = async (): Promise<void> => {
    const isDue = await readTogether(store, (handle) => hasDueEmails(handle, patienceMilliseconds))
    if (isDue) await sendDueEmails(options, stopping.signal)
  }
  const poller = startPoller({
    poll,
    everyMs: pollMilliseconds,
    onFault: (error) => onFault(error, 'the mail'),
  })
  return {
    stop: async () => {
      stopping.abort()
      await poller.stop()
    },
  }
}

/** Sends all due emails one by one; returns how many were tried. */
export async function sendDueEmails(
  options: EmailSenderOptions,
  signal?: AbortSignal,
): Promise<number> {
  const { store, patienceMilliseconds = defaultPatience } = options
  await store.transact(context, async (handle) => {
    for (const lost of await markStaleEmailsUncertain(handle, patienceMilliseconds)) {
      await record(handle, lost, 'message-uncertain')
    }
  })
  let tried = 0
  while (signal?.aborted !== true) {
    const email = await store.transact(context, (handle) =>
      claimDueEmail(handle, patienceMilliseconds),
    )
    if (email === undefined) break
    await sendOne(options, email)
    tried++
  }
  return tried
}

async function sendOne(options: EmailSenderOptions, email: ClaimedEmail): Promise<void> {
  const { store, mailer, waitMilliseconds = defaultRetryWaits } = options
  const ended = await tracedCall('mail-server', async () =>
    submitEmail(mailer, email, async () => {
      // Committed before the first byte, so that after a crash the email is known to have possibly arrived.
      const isMine = await store.transact(context, (handle) => markEmailSending(handle, email))
      if (!isMine) throw new Error('it was cancelled, or another process is sending it')
    }),
  )
  const wait = waitMilliseconds[email.tries - 1]
  const givesUp = ended.state === 'queued' && wait === undefined
  const end = givesUp ? { ...ended, state: 'failed' as const } : ended
  publishWorkEnded({ work: 'email', labels: { state: end.state } })
  await store.transact(context, async (handle) => {
    if (!(await recordSendResult(handle, email, end, wait ?? 0)) || end.state === 'queued') return
    await record(handle, email, words[end.state])
  })
}

const words = {
  sent: 'message-sent',
  failed: 'message-failed',
  uncertain: 'message-uncertain',
} as const satisfies Record<string, AuditAction>

async function record(
  handle: Parameters<typeof recordSendResult>[0],
  { id, organisationId }: { id: string; organisationId: string },
  action: AuditAction,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'message', id } })
}
