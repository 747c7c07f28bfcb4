import type { FastifyRequest } from 'fastify'

/** Where browsers reach this server. */
export type ServerAddress = {
  origin: string
  /** Whether everyone reaches it there; otherwise it is where one person does, who alone may be given the address. */
  isPublic: boolean
}

/** The public address of this server, or the one by which this request reached it. */
export function serverAddress(
  request: FastifyRequest,
  publicUrl: string | undefined,
): ServerAddress {
  return publicUrl === undefined
    ? { origin: `${request.protocol}://${request.host}`, isPublic: false }
    : { origin: publicUrl, isPublic: true }
}
