import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Secret } from '../src/platform/config/index.ts'

export type TranslationRequest = { path: string | undefined; body: Record<string, unknown> }

export type TranslationHost = {
  config: { url: string; key: Secret }
  /** For `outboundAllow`. */
  host: { host: string; port: number }
  /** What was asked, in order. */
  readonly asked: TranslationRequest[]
  /** What the host responds instead of a translation. */
  answer: { status: number; body: string } | undefined
  close(): Promise<void>
}

/** A service on loopback that speaks LibreTranslate: it translates into capital letters. */
export async function startTranslationHost(): Promise<TranslationHost> {
  const asked: TranslationRequest[] = []
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      const body = JSON.parse(sent) as TranslationRequest['body']
      asked.push({ path: request.url, body })
      const translatedText = (body['q'] as string[]).map((one) => one.toUpperCase())
      const good = { status: 200, body: JSON.stringify({ translatedText }) }
      const { status, body: answered } = host.answer ?? good
      response.writeHead(status, { 'content-type': 'application/json' }).end(answered)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const host: TranslationHost = {
    config: { url: `http://127.0.0.1:${port}`, key: new Secret('the-key') },
    host: { host: '127.0.0.1', port },
    asked,
    answer: undefined,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return host
}
