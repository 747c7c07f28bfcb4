import type { FastifyReply } from 'fastify'

/** Hands a file of a stranger out as a download whatever it holds: it never runs in the address of the console. */
export function sendDownload(
  reply: FastifyReply,
  { name, content }: { name?: string; content: Buffer },
): FastifyReply {
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
