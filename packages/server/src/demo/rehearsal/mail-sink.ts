import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

export type MailSink = { port: number; close: () => Promise<void> }

/** Most bytes in a message; the rehearsal's are far smaller. */
const mostBytes = 32 * 1024 * 1024

/** A mail server on loopback (RFC 5321) that passes every message to the callback and sends none on. */
export async function openMailSink(take: (message: Buffer) => Promise<void>): Promise<MailSink> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    converse(socket, take).catch((error: Error) => socket.destroy(error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function converse(socket: Socket, take: (message: Buffer) => Promise<void>): Promise<void> {
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  let held = Buffer.alloc(0)
  let inMessage = false
  say('220 sink.invalid keeps what it is given')
  for await (const part of socket as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, part])
    if (held.length > mostBytes) throw new Error('a message is too long for the sink')
    for (;;) {
      const end = held.indexOf(inMessage ? '\r\n.\r\n' : '\r\n')
      if (end === -1) break
      const taken = held.subarray(0, end)
      held = held.subarray(end + (inMessage ? 5 : 2))
      if (inMessage) {
        inMessage = false
        await take(Buffer.from(`${taken.toString('latin1').replace(/^\.\./gm, '.')}\r\n`, 'latin1'))
        say('250 kept')
        continue
      }
      const command = taken.toString('latin1').slice(0, 4).toUpperCase()
      inMessage = command === 'DATA'
      if (command === 'QUIT') return void socket.end('221 good-bye\r\n')
      say(inMessage ? '354 go on' : '250 well')
    }
  }
}
