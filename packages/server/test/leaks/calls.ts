import type { FastifyInstance } from 'fastify'

export type Body = Record<string, unknown>

/** Sends a request with a machine key; a refusal is an error here. */
export async function askByKey(
  app: FastifyInstance,
  key: string,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: unknown,
  headers: Record<string, string> = {},
): Promise<Body> {
  const response = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}`, ...headers },
    ...(payload !== undefined && { payload: payload as object }),
  })
  if (response.statusCode >= 300) throw new Error(`${url}: ${response.body}`)
  return response.json()
}

export async function bodyOf(answer: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(JSON.stringify(body))
  return body
}
