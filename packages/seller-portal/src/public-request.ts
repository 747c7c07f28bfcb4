/** A failed request, with the code of its cause if the server answered. */
export class Refused extends Error {
  readonly code: string | undefined
  /** Whether the server knows nothing at the address. */
  readonly isUnknown: boolean

  constructor(code?: string, isUnknown = false) {
    super(code)
    this.code = code
    this.isUnknown = isUnknown
  }
}

/** Requests what needs no session; with a body by POST. */
export async function requestPublicly(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(path, {
    credentials: 'omit',
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw new Refused()
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const code = (answer as { code?: string } | undefined)?.code
  throw new Refused(code, response.status === 404)
}
