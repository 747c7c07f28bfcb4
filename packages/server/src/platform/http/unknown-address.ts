import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'

/** Maximum characters of the request that a response repeats. */
const mostEchoed = 150

/** The refusal of an address that no route has. */
export function unknownAddress({ method, url }: FastifyRequest): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no ${method} ${url.split('?', 1)[0]?.slice(0, mostEchoed)}`,
  })
}
