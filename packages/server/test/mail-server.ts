import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type Mail = { from: string; to: string[]; text: string; secure: boolean; user?: string }

export type MailServer = {
  port: number
  /** Every message that was taken, in its order. */
  mails: Mail[]
  /** The response to a message once its content is received; by default it is accepted. */
  answer: (mail: Mail) => Error | undefined | Promise<Error | undefined>
  stop(): Promise<void>
}

/** An answer of a mail server with this number. */
export function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

/** A server of mail on this machine that really receives. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const smtp = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    logger: false,
    ...(options.key === undefined && { hideSTARTTLS: true }),
    ...options,
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail: Mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString('utf8'),
          secure: session.secure === true,
          ...(typeof session.user === 'string' && { user: session.user }),
        }
        void Promise.resolve(server.answer(mail)).then((error) => {
          if (error === undefined) server.mails.push(mail)
          done(error ?? null)
        })
      })
    },
  })
  // Connections that a client aborts are no fault of the tests.
  smtp.on('error', () => undefined)
  const listening = smtp.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const server: MailServer = {
    port: (listening.address() as AddressInfo).port,
    mails: [],
    answer: () => undefined,
    stop: () => new Promise((resolve) => smtp.close(() => resolve())),
  }
  return server
}

/** Identifies a message. */
export function idOf({ text }: Mail): string {
  return /^message-id: (.*?)\r?$/im.exec(text)?.[1] ?? ''
}
