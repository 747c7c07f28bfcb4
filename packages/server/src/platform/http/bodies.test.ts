import { parseListing } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../errors/index.ts'
import { createHttp } from './http.ts'
import { processorMs } from '@touchstone/recognition/testing/processor-time'

const app = createHttp<never>({
  signIn: () => Promise.reject(new AppError({ code: 'credentials-missing', message: 'nobody' })),
  refusalOf: () => undefined,
})
const bodyLimits = { json: 64 * 1024 * 1024, values: 5_000_000, file: undefined }
const bodyTypes = ['application/json', 'application/x-ndjson']
const config = { bodyLimits, bodyTypes, access: 'signed-in', hasRows: true } as const
beforeAll(async () => {
  app.post('/rows', { config, bodyLimit: bodyLimits.json }, async ({ body }) => {
    const rows = body as unknown[]
    return { rows: rows.length, first: parseListing(rows[0]) }
  })
  await app.ready()
})
afterAll(() => app.close())

async function send(payload: string | Buffer, type: string) {
  const answer = await app.inject({
    method: 'POST',
    url: '/rows',
    payload,
    headers: { 'content-type': type },
  })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}

test.each(['application/json', 'application/ndjson', 'application/x-ndjson'])(
  'a body of %s that is not UTF-8 is refused by the place of its first such byte',
  async (type) => {
    const row = '{"id":"1","title":"Größe"}'
    const { status, body } = await send(Buffer.from(row, 'latin1'), type)
    expect([status, body]).toMatchObject([
      422,
      { class: 'validation-failed', detail: expect.stringContaining('byte 22 starts no') },
    ])
    expect((await send(`[${row}]`, type)).status).toBe(200)
  },
)

/** The longest time in milliseconds that others waited for a turn while some work went on. */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = processorMs()
  let isOver = false
  const tick = (): void => {
    const now = processorMs()
    longest = Math.max(longest, now - last)
    last = now
    if (!isOver) setImmediate(tick)
  }
  setImmediate(tick)
  await work()
  isOver = true
  return longest
}

test.each([
  ['lines of nothing', '\n'],
  ['lines of blanks', '  \n'],
])('%s without end let other requests in between', async (_what, line) => {
  const body = line.repeat((24 * 1024 * 1024) / line.length)
  let answer: unknown
  const began = processorMs()
  const wait = await longestWait(async () => {
    answer = await send(body, 'application/x-ndjson')
  })
  expect(answer).toMatchObject({ status: 200, body: { rows: 0 } })
  expect(wait).toBeLessThan(300)
  expect(processorMs() - began).toBeLessThan(2000)
})

test('a body of more lines than anything takes is refused before one of them is read', async () => {
  const began = processorMs()
  const answer = await send('x\n'.repeat(10 * 1024 * 1024), 'application/x-ndjson')
  expect(answer).toMatchObject({
    status: 422,
    body: { detail: 'the body has more than 100,000 lines; send fewer at once' },
  })
  expect(processorMs() - began).toBeLessThan(2000)
})

test('a row of millions of values is refused without being built', async () => {
  const row = `{"id":"1","title":"t"${',"k":1'.repeat(2_000_000)}}`
  const began = processorMs()
  const answer = await send(`${row}\n{"id":"2","title":"t"}`, 'application/x-ndjson')
  expect(answer).toMatchObject({
    status: 200,
    body: { rows: 2, first: { ok: false, faults: [{ problem: 'has more than 100,000 values' }] } },
  })
  expect(processorMs() - began).toBeLessThan(700)
})
