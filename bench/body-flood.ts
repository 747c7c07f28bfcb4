// Floods the sign-in of a separate server with large bodies while timing another client's requests:
//   node --conditions=touchstone-source bench/body-flood.ts [--requests 40] [--mebibytes 60]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startServing } from '../packages/server/test/start-server.ts'
import { percentile } from './percentile.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '40' },
    mebibytes: { type: 'string', default: '60' },
  },
})
const requests = Number(values.requests)
const bytes = Number(values.mebibytes) * 1024 ** 2

// Fields that no sign-in knows: each is a fault, and an answer that named them all would be as long.
const piece = Buffer.from(
  Array.from({ length: 4000 }, (_, at) => `"field-${at}-${'x'.repeat(4)}":1,`).join(''),
)

/** Sends one body of a stated length, or none, until it is through or the server has had enough. */
async function flood(port: number, stated: boolean): Promise<{ status: string; sent: number }> {
  const socket: Socket = connect(port, '127.0.0.1')
  let text = ''
  let over = false
  socket.setEncoding('utf8').on('data', (part: string) => (text += part.slice(0, 100)))
  socket.on('error', () => (over = true)).on('close', () => (over = true))
  const length = stated ? `content-length: ${bytes}` : 'transfer-encoding: chunked'
  socket.write(
    `POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${length}\r\n\r\n`,
  )
  const frame = (part: Buffer | string): void => {
    if (!stated) socket.write(`${part.length.toString(16)}\r\n`)
    socket.write(part)
    if (!stated) socket.write('\r\n')
  }
  let sent = 0
  const write = async (part: Buffer | string): Promise<void> => {
    frame(part)
    sent += part.length
    while (socket.writableNeedDrain && !over) await sleep(1)
  }
  await write('{')
  while (sent + piece.length < bytes - 1 && !over && text === '') await write(piece)
  if (!over && text === '') await write(`"email":"${'a'.repeat(bytes - sent - 11)}"}`)
  if (!stated && !over && text === '') socket.write('0\r\n\r\n')
  while (!over && text === '') await sleep(5)
  socket.destroy()
  return { status: text.split(' ')[1] ?? 'closed', sent }
}

function residentMebibytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] =
    new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

async function timed(url: string): Promise<number> {
  const began = performance.now()
  await (await fetch(`${url}/ready`)).text()
  return performance.now() - began
}

const folder = mkdtempSync(join(tmpdir(), 'touchstone-flood-'))
const server = await startServing({ engine: 'embedded', dataDir: folder })
try {
  const port = Number(new URL(server.url).port)
  const pid = server.child.pid ?? 0
  for (let at = 0; at < 20; at++) await timed(server.url)
  for (const stated of [true, false]) {
    const before = residentMebibytes(pid, 'VmRSS')
    const latencies: number[] = []
    const began = performance.now()
    let isOver = false
    const watching = (async () => {
      while (!isOver) {
        latencies.push(await timed(server.url))
        await sleep(20)
      }
    })()
    const ended = await Promise.all(Array.from({ length: requests }, () => flood(port, stated)))
    isOver = true
    await watching
    const seconds = (performance.now() - began) / 1000
    const sorted = latencies.toSorted((a, b) => a - b)
    const statuses = Object.groupBy(ended, ({ status }) => status)
    console.log(
      [
        `${requests} bodies of ${values.mebibytes} MiB, ${stated ? 'their length stated' : 'chunked'}: ${seconds.toFixed(1)} s`,
        `  answers ${Object.entries(statuses)
          .map(([status, some]) => `${some?.length ?? 0} × ${status}`)
          .join(', ')}`,
        `  sent ${(ended.reduce((sum, { sent }) => sum + sent, 0) / 1024 ** 2).toFixed(0)} MiB`,
        `  another client's request: median ${percentile(sorted, 0.5).toFixed(0)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(0)} ms, ${sorted.length} of them`,
        `  memory ${before.toFixed(0)} MiB before, ${residentMebibytes(pid, 'VmHWM').toFixed(0)} MiB at most`,
      ].join('\n'),
    )
  }
} finally {
  await server.kill()
  rmSync(folder, { recursive: true })
}
