import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createApi, type ApiOptions } from '../src/app/api/index.ts'
import { inviteToOrganisation } from '../src/access/users/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'
import { screenInProcess } from '../src/listings/screening/index.ts'
import { asOperator, operator } from './builders.ts'
import { starterEngine } from './starter-engine.ts'

export const publicUrl = 'https://touchstone.example.com'
export const password = 'seven quiet lanterns'

export type Clock = { now: number; pass(milliseconds: number): void }

/** A clock that stands still until it is moved; it starts at the real time, which the store also uses. */
export function newClock(): Clock {
  const clock = {
    now: Date.now(),
    pass(milliseconds: number) {
      clock.now += milliseconds
    },
  }
  return clock
}

export function newApi(
  store: Store,
  clock: Clock = newClock(),
  people: ApiOptions['people'] = {},
  more: Partial<ApiOptions> = {},
): FastifyInstance {
  return createApi({
    store,
    screening: screenInProcess(starterEngine),
    checkAnswers: true,
    ...more,
    onFault: (error) => console.error(error),
    people: {
      sealer: sealerOf(randomBytes(32)),
      publicUrl,
      secureCookie: true,
      clock: () => clock.now,
      // A hash of the true cost takes a tenth of a second.
      cost: { ln: 9, r: 8, p: 1 },
      ...people,
    },
  })
}

export type Answer = {
  status: number
  body: Record<string, unknown>
  headers: Record<string, unknown>
}

/** A browser at a page of this server: it keeps the cookies that it receives. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #app: FastifyInstance
  readonly #address: string

  constructor(app: FastifyInstance, address = '192.0.2.1') {
    this.#app = app
    this.#address = address
  }

  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: unknown,
    headers: Record<string, string> = { origin: publicUrl },
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#app.inject({
      method,
      url,
      remoteAddress: this.#address,
      headers: {
        host: 'touchstone.example.com',
        ...headers,
        ...(cookie !== '' && { cookie }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
      },
      ...(payload !== undefined && { payload: JSON.stringify(payload) }),
    })
    for (const { name, value } of response.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = response.body
    return {
      status: response.statusCode,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      headers: response.headers,
    }
  }

  get(url: string): Promise<Answer> {
    return this.ask('GET', url)
  }

  post(url: string, payload: unknown = {}): Promise<Answer> {
    return this.ask('POST', url, payload)
  }

  signIn(email: string, withPassword = password, code?: string): Promise<Answer> {
    return this.post('/api/v1/session', { email, password: withPassword, ...(code && { code }) })
  }

  /** The token in the session's cookie. */
  get token(): string | undefined {
    return this.cookies.get('__Host-touchstone_session')
  }
}

export async function inviteByOperator(
  store: Store,
  organisation: string,
  email: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const input = { organisation, email, roles: ['admin'], ...more }
  // Far ahead, since the clock of a test may be moved.
  const now = Date.now() + 365 * 86_400_000
  const { token } = await asOperator(store, (handle) =>
    inviteToOrganisation({ handle, actor: operator, input, now }),
  )
  return token
}

/** A browser in which a new member of an organisation is signed in. */
export async function newMember(
  app: FastifyInstance,
  store: Store,
  organisation: string,
  email: string,
  more: Record<string, unknown> = {},
): Promise<Browser> {
  const browser = new Browser(app)
  const token = await inviteByOperator(store, organisation, email, more)
  const accepted = await browser.post('/api/v1/invitation-acceptances', {
    token,
    name: email.split('@')[0],
    password,
  })
  if (accepted.status !== 200) throw new Error(JSON.stringify(accepted.body))
  const signedIn = await browser.signIn(email)
  if (signedIn.status !== 200) throw new Error(JSON.stringify(signedIn.body))
  return browser
}
