import { hash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/**
 * Gives every JSON response to a read an entity tag, of its content unless the route states its version, and answers
 * 304 without the content to a caller that has it. The read, with its entry in the audit log, takes place either way.
 */
export function addEntityTags(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const isApi = request.routeOptions.url?.startsWith('/api/') === true
    if (!isRead || !isApi || reply.statusCode !== 200 || typeof payload !== 'string') return payload
    const stated = reply.getHeader('etag')
    const tag = typeof stated === 'string' ? stated : `"${hash('sha1', payload, 'base64url')}"`
    reply.header('etag', tag)
    if (!hasTag(request.headers['if-none-match'], tag)) return payload
    reply.status(304)
    reply.removeHeader('content-type')
    reply.removeHeader('content-length')
    return ''
  })
}

/** Whether a condition names the tag; a proxy that compresses makes it a weak one. */
function hasTag(condition: string | undefined, tag: string): boolean {
  if (condition === undefined) return false
  return condition
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || one === tag)
}
