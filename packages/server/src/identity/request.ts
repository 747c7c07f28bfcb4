import type { FastifyRequest } from 'fastify'
import { actorOfRequest } from '../platform/http/index.ts'
import type { Actor } from './model.ts'

/** Who a request under /api/ comes from. */
export function actorOf(request: FastifyRequest): Actor {
  return actorOfRequest<Actor>(request)
}
