import type { ImapFlow } from 'imapflow'
import type { TipMailboxConfig } from '../../platform/config/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { recipientHeaders } from './email-tags.ts'

/** The largest email that is read. */
export const maxEmailBytes = 5 * 1024 * 1024

export type MailboxOptions = TipMailboxConfig & {
  /** Certificates to trust beside the system's, in PEM; for tests. */
  ca?: string
}

/** An email that nobody has seen. */
export type UnseenEmail = {
  uid: number
  bytes: number
  /** When the server received it. */
  receivedAt: Date
  /** Headers that name who receives it. */
  recipients: string
}

export type Mailbox = {
  unseen(limit: number): AsyncGenerator<UnseenEmail>
  /** Undefined if it is gone. */
  source(uid: number): Promise<Buffer | undefined>
  /** As seen; those that gave nothing are flagged, too, for a person to look at. */
  mark(uid: number, isFlagged: boolean): Promise<void>
}

const silenceMilliseconds = 30_000

/** Opens the folder of the mailbox for the time of `work`. */
export async function withMailbox<T>(
  options: MailboxOptions,
  signal: AbortSignal,
  work: (mailbox: Mailbox) => Promise<T>,
): Promise<T> {
  // Loaded on demand: most installations read no mailbox.
  const { ImapFlow: Client } = await import('imapflow')
  const { server, folder, ca } = options
  const client = new Client({
    host: server.host,
    port: server.port,
    secure: server.tls === 'from-the-start',
    ...(server.tls === 'required' && { doSTARTTLS: true }),
    ...(server.tls === 'off' && { doSTARTTLS: false }),
    auth: { user: server.user ?? '', pass: server.password?.reveal() ?? '' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: silenceMilliseconds,
    greetingTimeout: silenceMilliseconds,
    socketTimeout: silenceMilliseconds,
    // Far above what is asked for.
    maxLineLength: 1024 * 1024,
    maxLiteralSize: 2 * maxEmailBytes,
    maxResponseSize: 3 * maxEmailBytes,
    ...(ca !== undefined && { tls: { ca } }),
  })
  // What fails is told by the command that was waiting.
  client.on('error', () => undefined)
  const close = (): void => client.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    signal.throwIfAborted()
    await open(client, folder)
    return await work(mailboxOf(client))
  } finally {
    signal.removeEventListener('abort', close)
    client.close()
  }
}

async function open(client: ImapFlow, folder: string): Promise<void> {
  try {
    await client.connect()
    const { readOnly } = await client.mailboxOpen(folder)
    if (readOnly !== true) return
  } catch (cause) {
    throw new AppError({
      code: 'tip-mailbox-unreachable',
      message: `the mailbox for tips could not be opened: check IMAP_URL (${textOf(cause)})`,
      retryable: true,
      cause,
    })
  }
  // Each email would be read again and again.
  throw new AppError({
    code: 'tip-mailbox-unreachable',
    message: `the folder ${folder} of the mailbox for tips can only be read: let the user of IMAP_URL change it`,
  })
}

function textOf(error: unknown): string {
  const { message, responseText } = error as Error & { responseText?: string }
  return responseText ?? message
}

function mailboxOf(client: ImapFlow): Mailbox {
  return {
    async *unseen(limit) {
      const found = await client.search({ seen: false }, { uid: true })
      for (const uid of (found || []).slice(0, limit)) {
        const message = await client.fetchOne(
          uid,
          { size: true, internalDate: true, headers: recipientHeaders },
          { uid: true },
        )
        if (message === false) continue
        yield {
          uid,
          bytes: message.size ?? Infinity,
          receivedAt: new Date(message.internalDate ?? Date.now()),
          recipients: message.headers?.toString('latin1') ?? '',
        }
      }
    },
    async source(uid) {
      const message = await client.fetchOne(uid, { source: true }, { uid: true })
      return message === false ? undefined : message.source
    },
    async mark(uid, isFlagged) {
      const flags = [String.raw`\Seen`, ...(isFlagged ? [String.raw`\Flagged`] : [])]
      await client.messageFlagsAdd(uid, flags, { uid: true })
    },
  }
}
