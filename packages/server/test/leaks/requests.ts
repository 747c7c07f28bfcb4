import type { FastifyInstance } from 'fastify'
import type { Browser } from '../users.ts'
import { publicUrl } from '../users.ts'
import { uuids } from './names.ts'
import type { Named } from './named-things.ts'
import type { Victim } from './plant.ts'

export type Answer = { status: number; text: string; headers: Record<string, string> }

/** A caller who asks for another's data. */
export type Asker = {
  name: string
  credentials: { key: string } | { browser: Browser; email?: string } | undefined
  /** Words that it sent itself, which responses may repeat. */
  sent: Set<string>
}

export type Request = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  query?: Record<string, string>
  headers?: Record<string, string>
  /** Text unchanged, other values as JSON. */
  body?: unknown
  type?: string
}

let address = 0

/** Sends one request to an address of the interface. */
export async function send(
  app: FastifyInstance,
  { credentials, sent }: Asker,
  { method, url, query, headers = {}, body, type = 'application/json' }: Request,
): Promise<Answer> {
  const browser = credentials && 'browser' in credentials ? credentials.browser : undefined
  if (browser?.token === undefined && credentials && 'email' in credentials) {
    await browser?.signIn(credentials.email!)
  }
  for (const text of stringsIn([url, query, headers, body])) {
    if (uuids(text).length === 0) sent.add(text)
  }
  const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  // Each from a separate address, so that none is delayed by the failures of others.
  address++
  const response = await app.inject({
    method,
    url,
    ...(query && { query }),
    remoteAddress: `10.1.${Math.floor(address / 250) % 250}.${1 + (address % 250)}`,
    headers: {
      host: 'touchstone.example.com',
      origin: publicUrl,
      ...(credentials && 'key' in credentials && { authorization: `Bearer ${credentials.key}` }),
      ...(cookie !== '' && { cookie }),
      ...(body !== undefined && { 'content-type': type }),
      ...headers,
    },
    ...(body !== undefined && {
      payload: type === 'application/json' ? JSON.stringify(body) : (body as string),
    }),
  })
  for (const { name, value } of response.cookies) {
    if (value === '') browser?.cookies.delete(name)
    else browser?.cookies.set(name, value)
  }
  const headerPairs = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
  return {
    status: response.statusCode,
    text: response.body,
    headers: Object.fromEntries(headerPairs) as Record<string, string>,
  }
}

export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}

/** The victim's strings in a response, beyond those permitted; also inside cursors. */
export function leaksIn(answer: Answer, victim: Victim, mayTell: Iterable<string>): string[] {
  let text = `${JSON.stringify(answer.headers)} ${answer.text}`
  const places = text.match(/[A-Za-z0-9_-]{24,}/g) ?? []
  text += places.map((place) => Buffer.from(place, 'base64url').toString('utf8')).join(' ')
  const leaked = (): string[] => [
    ...victim.secrets.filter((secret) => holds(text, secret)),
    ...uuids(text).filter((id) => victim.ids.has(id)),
  ]
  if (leaked().length === 0) return []
  // The longest first, so that none is cut by a shorter one.
  for (const permitted of [...mayTell].sort((a, b) => b.length - a.length)) {
    if (permitted.length > 3) text = text.replaceAll(permitted, '')
  }
  return leaked()
}

/** A number counts as a whole one: its digits stand by chance in request ids and digests, too. */
function holds(text: string, secret: string): boolean {
  if (!/^\d+$/.test(secret)) return text.includes(secret)
  return new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`).test(text)
}

/** A response without random parts and echoes of the request: status, headers and text. */
export function bare({ status, headers, text }: Answer, named: Readonly<Named>): string {
  const names = Object.entries(named).sort(([, a], [, b]) => b.length - a.length)
  const plain = (value: string): string => {
    let left = value
    for (const [noun, name] of names) left = left.replaceAll(name, `<${noun}>`)
    return left
      .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<id>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/[0-9a-f]{64}/g, '<hash>')
      .replace(/"(token|secret|signature)":"[^"]+"/g, '"<$1>"')
  }
  const { date: _, 'set-cookie': cookie, ...rest } = headers
  const lines = Object.entries({
    ...rest,
    ...(cookie !== undefined && { 'set-cookie': cookie.replaceAll(/=[^;,]*/g, '=…') }),
  }).map(([name, value]) => `${name}: ${plain(value)}`)
  // An entity tag is a hash of the text, with the times in it.
  const stable = lines.filter((line) => !line.startsWith('etag: '))
  return [String(status), ...stable.sort(), '', plain(text)].join('\n')
}
