import { Readable } from 'node:stream'
import { writeStoredSentence } from '@touchstone/contract'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailServerConfig } from '../../platform/config/index.ts'
import { sendResultOf, messageId, type SendResult, type EmailRow } from './types.ts'

export type Mailer = {
  server: MailServerConfig
  /** The envelope address, to which servers return undeliverable mail. */
  from: string
  /** Certificates to trust beside the system's, in PEM; for tests. */
  ca?: string
  /** Milliseconds without a response before an attempt fails. */
  silenceMilliseconds?: number
}

type Outgoing = Pick<
  EmailRow,
  'id' | 'to' | 'replyTo' | 'subject' | 'text' | 'attachments' | 'createdAt'
> & { organisation: string }

/** The message as sent: always the same except for the boundaries between its parts. */
async function composed(message: Outgoing, from: string): Promise<Buffer> {
  // Loaded on demand: most installations on trial have no mail server.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const composer = new MailComposer({
    from: { name: message.organisation, address: from },
    to: { name: '', address: message.to },
    ...(message.replyTo !== null && { replyTo: { name: '', address: message.replyTo } }),
    subject: message.subject,
    text: message.text,
    date: message.createdAt,
    messageId: messageId(message.id, from),
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: message.attachments.map(({ name, type, base64 }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(base64, 'base64'),
    })),
    // Nothing referenced in a text is fetched or read from a file.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return new Promise((resolve, reject) => {
    composer.compile().build((error, bytes) => {
      if (error) reject(error)
      else resolve(Buffer.from(bytes ?? ''))
    })
  })
}

/**
 * Submits one message to the server. `onBegin` runs after the server accepted sender and recipient and before the
 * first byte of the message; if it throws, nothing is sent. Never throws because of the server.
 */
export async function submitEmail(
  mailer: Mailer,
  message: Outgoing,
  onBegin: () => Promise<void>,
): Promise<SendResult> {
  const { server, from, ca, silenceMilliseconds = 60_000 } = mailer
  const bytes = await composed(message, from)
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const connection = new Connection({
    host: server.host,
    port: server.port,
    secure: server.tls === 'from-the-start',
    requireTLS: server.tls === 'required',
    ignoreTLS: server.tls === 'off',
    name: from.slice(from.lastIndexOf('@') + 1),
    connectionTimeout: Math.min(silenceMilliseconds, 15_000),
    greetingTimeout: silenceMilliseconds,
    socketTimeout: silenceMilliseconds,
    ...(ca !== undefined && { tls: { ca } }),
  })
  let begun = false
  let step: 'connect' | 'login' | 'send' = 'connect'
  try {
    await connected(connection)
    if (server.user !== undefined) {
      step = 'login'
      await loggedIn(connection, server.user, server.password?.reveal() ?? '')
    }
    step = 'send'
    const content = Readable.from(
      (async function* () {
        await onBegin()
        begun = true
        yield bytes
      })(),
      { objectMode: false },
    )
    return await sent(connection, { from, to: message.to, size: bytes.length }, content)
  } catch (error) {
    const { responseCode, response, message: text } = error as SmtpError
    return sendResultOf({
      ...(responseCode !== undefined && responseCode >= 400 && { status: responseCode }),
      message: response ?? writeStoredSentence('email.unreachable', { reason: text }),
      begun,
      ofMessage: step === 'send',
    })
  } finally {
    connection.removeAllListeners('error')
    // Errors after closing the connection do not matter.
    connection.on('error', () => undefined)
    connection.close()
  }
}

type SmtpError = Error & { responseCode?: number; response?: string }

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('the server closed the connection')))
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
}

function loggedIn(connection: SMTPConnection, user: string, pass: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('the server closed the connection')))
    connection.login({ user, pass }, (error) => (error ? reject(error) : resolve()))
  })
}

function sent(
  connection: SMTPConnection,
  envelope: { from: string; to: string; size: number },
  content: Readable,
): Promise<SendResult> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('the server closed the connection')))
    connection.send(envelope, content, (error, info) => {
      if (error) reject(error)
      else resolve({ state: 'sent', answer: String(info?.response ?? '').slice(0, 1000) })
    })
  })
}
