import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export type Received = { headers: IncomingHttpHeaders; text: string; path: string }

export type Receiver = {
  url: string
  host: { host: string; port: number }
  /** Everything that came, whatever was answered. */
  received: Received[]
  /** Its response; 200 by default. */
  answer: (response: ServerResponse, received: Received) => void
  stop(): Promise<void>
}

/** A real receiver of webhooks on this machine. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.on('end', () => {
      const delivery = { headers: request.headers, text, path: request.url ?? '' }
      receiver.received.push(delivery)
      receiver.answer(response, delivery)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    host: { host: '127.0.0.1', port },
    received: [],
    answer: (response) => response.end('ok'),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

export type Verified = {
  type: string
  timestamp: string
  data: Record<string, unknown>
}

/** Like a careful receiver: accepts a message only with a valid signature. */
export function verify(secret: string, { headers, text }: Received): Verified {
  return new Webhook(secret).verify(text, headers as Record<string, string>) as Verified
}
