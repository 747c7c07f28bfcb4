import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Says that a request of this party is being answered, until what it gives is called. */
export type Announce = (party: string, known: { isKnown: boolean }) => () => void

/**
 * Announces each request whose answer somebody waits for: under its address until its caller is known, which
 * what it gives is to be told. What sends much at once is announced until then alone.
 */
export function announceRequests(
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

/** The organisation of a caller who is signed in, or who it is where it has none. */
export function partyOf({ actor }: FastifyRequest): string | undefined {
  const { organisationId, id } = (actor ?? {}) as { organisationId?: string; id?: string }
  return organisationId ?? id
}
