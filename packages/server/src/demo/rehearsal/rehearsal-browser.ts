import type { Endpoint } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { AppError } from '../../platform/errors/index.ts'

type RequestParts<E extends Endpoint> = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: E['body'] extends z.ZodType ? z.input<E['body']> : never
}

/** The host of the rehearsal's own server; the name does not exist. */
export const rehearsalUrl = 'https://touchstone.rehearsal.invalid'

/** A browser connected to the rehearsal's server, of a user or a seller. */
export class RehearsalBrowser {
  private readonly cookies = new Map<string, string>()
  private readonly app: FastifyInstance
  private readonly signIn: { email: string; password: string } | undefined

  constructor(app: FastifyInstance, signIn?: { email: string; password: string }) {
    this.app = app
    this.signIn = signIn
  }

  /** Calls the API like the console; renews an expired session. */
  async ask<E extends Endpoint>(
    endpoint: E,
    given: RequestParts<E> = {},
  ): Promise<z.output<E['response']>> {
    let answer = await this.send(endpoint, given)
    if (answer.statusCode === 401 && this.signIn !== undefined) {
      this.cookies.clear()
      await this.send({ method: 'POST', path: '/api/v1/session' }, { body: this.signIn })
      answer = await this.send(endpoint, given)
    }
    if (answer.statusCode < 300)
      return endpoint.response.parse(answer.json()) as z.output<E['response']>
    const { detail } = answer.json<{ detail: string }>()
    throw rehearsalStuck([`${endpoint.method} ${endpoint.path}: ${detail}.`])
  }

  private async send(
    { method, path }: Pick<Endpoint, 'method' | 'path'>,
    { params = {}, query = {}, body }: { params?: object; query?: object; body?: unknown },
  ) {
    const filled = Object.entries(params).reduce<string>(
      (url, [name, value]) => url.replace(`:${name}`, () => encodeURIComponent(String(value))),
      path,
    )
    const asked = new URLSearchParams(query as Record<string, string>).toString()
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await this.app.inject({
      method,
      url: asked === '' ? filled : `${filled}?${asked}`,
      headers: {
        host: new URL(rehearsalUrl).host,
        origin: rehearsalUrl,
        ...(cookie !== '' && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }
}

export function rehearsalStuck(sentences: readonly string[]): AppError {
  const message = `The rehearsal cannot continue: ${sentences.join(' ')}`
  return new AppError({ code: 'rehearsal-stuck', message })
}
