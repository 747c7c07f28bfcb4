import type { Endpoint } from '@touchstone/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'
import type { KeyedRequest, StoredAnswers } from '../idempotency/index.ts'

export type RepeatedRequests = StoredAnswers & {
  /** Names the caller of a request; undefined without an organisation, under which answers are stored. */
  nameSender: (request: FastifyRequest) => Pick<KeyedRequest, 'sender' | 'context'> | undefined
}

const keyFormat = /^[\x21-\x7e]{1,200}$/

/** True for a POST whose repetition under an idempotency key gets the first answer without its leaf's doing. */
export function isAnsweredOnce({ method, access, headers, fileLimit }: Endpoint): boolean {
  const handlesKeys = headers !== undefined && 'idempotency-key' in headers.shape
  const takesFile = fileLimit !== undefined
  return (
    method === 'POST' && access !== 'open' && access !== 'session' && !handlesKeys && !takesFile
  )
}

/** Does the work of a request, or gives the answer that the same request under the same key got before. */
export async function answerOnce<T>(
  {
    repeated,
    request,
    reply,
  }: {
    repeated: RepeatedRequests | undefined
    request: FastifyRequest
    reply: FastifyReply
  },
  work: () => Promise<T>,
): Promise<T> {
  const key = request.headers['idempotency-key']
  if (key === undefined || repeated === undefined) return work()
  if (typeof key !== 'string' || !keyFormat.test(key)) throw badKey()
  const named = repeated.nameSender(request)
  if (named === undefined) return work()
  const { method, url, body = null } = request
  const keyed = { ...named, key, request: { method, url, body } }
  const before = await repeated.claim(keyed)
  if (before !== undefined) {
    reply.status(before.status).header('idempotency-replayed', 'true')
    if (before.location !== undefined) reply.header('location', before.location)
    return before.body as T
  }
  let result: T
  try {
    result = await work()
  } catch (error) {
    await repeated.release(keyed)
    throw error
  }
  // A file that was sent as a stream cannot be stored.
  if (reply.sent || (result as unknown) === reply) {
    await repeated.release(keyed)
    return result
  }
  const location = reply.getHeader('location')
  await repeated.keep(keyed, {
    status: reply.statusCode,
    ...(typeof location === 'string' && { location }),
    body: result,
  })
  return result
}

function badKey(): AppError {
  return new AppError({
    code: 'validation-failed',
    message:
      'the header Idempotency-Key is invalid; send 1 to 200 visible ASCII characters, for example a UUID',
    pointer: '/idempotency-key',
  })
}
