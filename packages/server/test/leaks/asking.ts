import type { Endpoint } from '@touchstone/contract'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Browser } from '../people.ts'
import { publicUrl } from '../people.ts'
import { uuids } from './names.ts'
import type { Victim } from './plant.ts'
import type { Named, Own, Sent } from './probe.ts'

export type Answer = { status: number; text: string; headers: string }

/** Somebody who asks for what is another's. */
export type Asker = {
  name: string
  own: Own
  credentials: { key: string } | { browser: Browser; email: string } | undefined
  /** What it has sent, which it may be told again. */
  sent: string[]
}

let address = 0

/** Sends one request to an address of the interface. */
export async function send(
  app: FastifyInstance,
  { credentials, sent }: Asker,
  { method, path }: Endpoint,
  { params = {}, query, headers = {}, body, text }: Sent,
): Promise<Answer> {
  const browser = credentials && 'browser' in credentials ? credentials.browser : undefined
  if (browser?.token === undefined && credentials && 'email' in credentials) {
    await browser?.signIn(credentials.email)
  }
  sent.push(...stringsIn([params, query, headers, body, text?.content]))
  const url = path.replace(/:([a-z]+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  // Each from an address of its own, so that none waits for the failures of others.
  address++
  const response = await app.inject({
    method: method as NonNullable<InjectOptions['method']>,
    url,
    ...(query && { query }),
    remoteAddress: `10.1.${Math.floor(address / 250)}.${1 + (address % 250)}`,
    headers: {
      host: 'touchstone.example.com',
      origin: publicUrl,
      ...(credentials && 'key' in credentials && { authorization: `Bearer ${credentials.key}` }),
      ...(cookie !== '' && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(text && { 'content-type': text.type }),
      ...headers,
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
    ...(text && { payload: text.content }),
  })
  for (const { name, value } of response.cookies) {
    if (value === '') browser?.cookies.delete(name)
    else browser?.cookies.set(name, value)
  }
  return {
    status: response.statusCode,
    text: response.body,
    headers: JSON.stringify(response.headers),
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}

/** What of a victim's an answer tells, beside what may be told; also inside the places of pages. */
export function leaksIn(answer: Answer, victim: Victim, mayTell: readonly string[]): string[] {
  let text = `${answer.headers} ${answer.text}`
  const places = text.match(/[A-Za-z0-9_-]{24,}/g) ?? []
  text += places.map((place) => Buffer.from(place, 'base64url').toString('utf8')).join(' ')
  // The longest first, so that none is cut by a shorter one.
  for (const one of [...mayTell].sort((a, b) => b.length - a.length)) {
    if (one.length > 3) text = text.replaceAll(one, '')
  }
  const told = victim.secrets.filter((secret) => text.includes(secret))
  return [...told, ...uuids(text).filter((id) => victim.ids.has(id))]
}

/** An answer without what differs by chance and by what was asked for. */
export function bare(answer: Answer, named: Named): string {
  let text = answer.text
  const names = Object.entries(named).sort(([, a], [, b]) => b.length - a.length)
  for (const [noun, name] of names) text = text.replaceAll(name, `<${noun}>`)
  text = text
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/"(token|secret|signature)":"[^"]+"/g, '"<$1>"')
  return `${answer.status} ${text}`
}
