import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Announces a request of this party that is in progress, until the returned function is called. */
export type Announce = (party: string, known: { isKnown: boolean }) => () => void

/**
 * Announces each request in progress: under its address until the caller is known, and then under the caller.
 * Requests with large bodies are announced only until then.
 */
export function trackRequests(
  app: FastifyInstance,
  announce: Announce | undefined,
): (request: FastifyRequest) => void {
  if (announce === undefined) return () => undefined
  const ends = new WeakMap<FastifyRequest, () => void>()
  const end = (request: FastifyRequest): void => {
    ends.get(request)?.()
    ends.delete(request)
  }
  app.addHook('onRequest', async (request, reply) => {
    ends.set(request, announce(`address ${request.ip}`, { isKnown: false }))
    reply.raw.once('close', () => end(request))
  })
  return (request) => {
    const party = partyOf(request)
    if (party === undefined || request.routeOptions.config.urgency === 'bulk') {
      end(request)
      return
    }
    const known = announce(party, { isKnown: true })
    end(request)
    ends.set(request, known)
  }
}

/** The organisation of a signed-in caller, or the caller's id if it has no organisation. */
export function partyOf({ actor }: FastifyRequest): string | undefined {
  const { organisationId, id } = (actor ?? {}) as { organisationId?: string; id?: string }
  return organisationId ?? id
}
