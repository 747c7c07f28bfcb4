import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

export type StoredEmail = { uid: number; source: Buffer; flags: Set<string>; receivedAt: Date }

export type ImapServer = {
  port: number
  emails: StoredEmail[]
  /** Puts an email into the inbox; the text is sent with the line ends of mail. */
  receive(text: string, receivedAt?: Date): StoredEmail
  /** Every command that was received, without its tag; credentials are left out. */
  commands: string[]
  /** Called with each command before it is done; a rejection closes the connection. */
  before: (command: string) => Promise<void>
  isReadOnly: boolean
  uidValidity: number
  stop(): Promise<void>
}

const user = 'tips'
const password = 'seven "quiet" lanterns'
export const imapUser = { user, password }

/**
 * A small server of IMAP4rev1 (RFC 3501) on this machine with one folder, for clients that search, fetch and flag. It
 * does what it says: a message is marked as seen by a fetch without `PEEK` alone.
 */
export async function startImapServer(): Promise<ImapServer> {
  const sockets = new Set<Socket>()
  const tcp = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Connections that a client aborts are no fault of the tests.
    socket.on('error', () => undefined)
    void serve(server, socket)
  }).listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const server: ImapServer = {
    port: (tcp.address() as AddressInfo).port,
    emails: [],
    commands: [],
    before: async () => undefined,
    isReadOnly: false,
    uidValidity: 1,
    receive(text, receivedAt = new Date()) {
      const source = Buffer.from(text.replace(/\r?\n/g, '\r\n'))
      const uid = (server.emails.at(-1)?.uid ?? 0) + 1
      const email = { uid, source, flags: new Set<string>(), receivedAt }
      server.emails.push(email)
      return email
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => tcp.close(resolve))
    },
  }
  return server
}

async function serve(server: ImapServer, socket: Socket): Promise<void> {
  let isSignedIn = false
  let selected: StoredEmail[] | undefined
  socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
  for await (const line of linesOf(socket)) {
    const [, tag = '*', verb = '', rest = ''] = /^(\S+) (UID \S+|\S+) ?(.*)$/is.exec(line) ?? []
    const name = verb.toUpperCase()
    const answer = (text: string): void => void socket.write(`${tag} ${text}\r\n`)
    server.commands.push(name === 'LOGIN' ? name : `${name} ${rest}`.trim())
    try {
      await server.before(`${name} ${rest}`)
    } catch {
      socket.destroy()
      return
    }
    if (name === 'LOGIN') {
      isSignedIn = rest === `${quoted(user)} ${quoted(password)}`
      answer(isSignedIn ? 'OK signed in' : 'NO [AUTHENTICATIONFAILED] wrong credentials')
    } else if (name === 'CAPABILITY') {
      socket.write('* CAPABILITY IMAP4rev1\r\n')
      answer('OK done')
    } else if (name === 'NOOP') answer('OK done')
    else if (name === 'LOGOUT') {
      socket.write('* BYE\r\n')
      answer('OK done')
      socket.end()
    } else if (!isSignedIn) answer('BAD sign in first')
    else if (name === 'LIST') {
      socket.write(String.raw`* LIST (\HasNoChildren) "/" INBOX` + '\r\n')
      answer('OK done')
    } else if (name === 'LSUB') answer('OK done')
    else if (name === 'SELECT' || name === 'EXAMINE') {
      if (!/^"?INBOX"?$/i.test(rest)) {
        answer('NO there is no such folder')
        continue
      }
      selected = server.emails
      const flags = String.raw`(\Answered \Flagged \Deleted \Seen \Draft)`
      socket.write(
        `* FLAGS ${flags}\r\n* ${selected.length} EXISTS\r\n* 0 RECENT\r\n` +
          `* OK [UIDVALIDITY ${server.uidValidity}] valid\r\n` +
          `* OK [PERMANENTFLAGS ${server.isReadOnly ? '()' : flags}] kept\r\n`,
      )
      const isReadOnly = server.isReadOnly || name === 'EXAMINE'
      answer(`OK [READ-${isReadOnly ? 'ONLY' : 'WRITE'}] selected`)
    } else if (selected === undefined) answer('BAD select a folder first')
    else if (name === 'UID SEARCH') {
      const found = selected.filter(({ flags }) => !rest.includes('UNSEEN') || !flags.has('\\seen'))
      socket.write(`* SEARCH ${found.map(({ uid }) => uid).join(' ')}`.trimEnd() + '\r\n')
      answer('OK done')
    } else if (name === 'UID FETCH') {
      const { at, email } = withUid(selected, rest)
      if (email !== undefined) socket.write(fetched(at, email, rest))
      answer('OK done')
    } else if (name === 'UID STORE') {
      const { at, email } = withUid(selected, rest)
      const [, added = ''] = /\+FLAGS(?:\.SILENT)? \((.*)\)/i.exec(rest) ?? []
      for (const flag of added.split(' ')) email?.flags.add(flag.toLowerCase())
      if (email !== undefined)
        socket.write(
          `* ${at + 1} FETCH (UID ${email.uid} FLAGS (${[...email.flags].join(' ')}))\r\n`,
        )
      answer('OK done')
    } else answer(`BAD ${name} is not served`)
  }
}

function withUid(
  emails: readonly StoredEmail[],
  rest: string,
): { at: number; email?: StoredEmail } {
  const uid = Number.parseInt(rest, 10)
  const at = emails.findIndex((email) => email.uid === uid)
  return at < 0 ? { at } : { at, email: emails[at]! }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function fetched(
  at: number,
  { uid, source, flags, receivedAt }: StoredEmail,
  rest: string,
): Buffer {
  const parts: Buffer[] = []
  const add = (text: string): void => void parts.push(Buffer.from(text))
  const literal = (name: string, bytes: Buffer): void => {
    add(` ${name} {${bytes.length}}\r\n`)
    parts.push(bytes)
  }
  add(`* ${at + 1} FETCH (UID ${uid}`)
  if (/RFC822\.SIZE/i.test(rest)) add(` RFC822.SIZE ${source.length}`)
  if (/\bFLAGS\b/i.test(rest)) add(` FLAGS (${[...flags].join(' ')})`)
  if (/INTERNALDATE/i.test(rest)) {
    const day = `${receivedAt.getUTCDate()}`.padStart(2)
    const month = months[receivedAt.getUTCMonth()]
    const time = receivedAt.toISOString().slice(11, 19)
    add(` INTERNALDATE "${day}-${month}-${receivedAt.getUTCFullYear()} ${time} +0000"`)
  }
  const [, wanted] = /BODY\.PEEK\[HEADER\.FIELDS \((.*?)\)\]/i.exec(rest) ?? []
  if (wanted !== undefined) {
    const names = wanted.replaceAll('"', '').toLowerCase().split(' ')
    literal(`BODY[HEADER.FIELDS (${wanted})]`, Buffer.from(headersOf(source, names)))
  }
  if (/BODY\.PEEK\[\]/i.test(rest)) literal('BODY[]', source)
  add(')\r\n')
  return Buffer.concat(parts)
}

function headersOf(source: Buffer, names: readonly string[]): string {
  const [head = ''] = source.toString('latin1').split('\r\n\r\n', 1)
  const lines = head.split(/\r\n(?![ \t])/)
  const wanted = lines.filter((line) => names.includes(line.split(':', 1)[0]!.toLowerCase()))
  return `${wanted.join('\r\n')}\r\n\r\n`
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`
}

async function* linesOf(socket: Socket): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of socket) {
      const lines = `${rest}${String(chunk)}`.split('\r\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch {
    // The client has gone.
  }
}
