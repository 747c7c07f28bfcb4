import type { DocumentType } from '@touchstone/contract'
import type { FastifyReply } from 'fastify'
import { documentName } from '../documents/index.ts'

type Download = {
  content: Buffer
  /** The sender's name for the file, and the type of its bytes. */
  named?: { name: string; mediaType: DocumentType }
}

/**
 * Sends a stranger's file as a download whatever it contains: it never runs in the console's origin, and is saved
 * with the extension of its actual type, whatever name was stored.
 */
export function sendDownload(
  reply: FastifyReply,
  { named: file, content }: Download,
): FastifyReply {
  const name = file === undefined ? undefined : documentName(file.name, file.mediaType)
  const named = name === undefined ? '' : `; filename*=UTF-8''${encoded(name)}`
  return reply
    .headers({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment${named}`,
      'content-security-policy': "default-src 'none'; sandbox",
    })
    .send(content)
}

/** As RFC 8187 has it: more than an address leaves unchanged is written with its bytes. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
