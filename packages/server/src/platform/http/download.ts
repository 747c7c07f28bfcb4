import type { DocumentType } from '@touchstone/contract'
import type { FastifyReply } from 'fastify'
import { documentName } from '../documents/index.ts'

type Download = {
  content: Buffer
  /** As its sender called it, and what its bytes are. */
  named?: { name: string; mediaType: DocumentType }
}

/**
 * Hands a file of a stranger out as a download whatever it holds: it never runs in the address of the console, and
 * is saved under the extension of what it is, whatever was kept as its name.
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
