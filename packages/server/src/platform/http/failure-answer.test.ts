import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../errors/index.ts'
import { createLog } from '../telemetry/index.ts'
import { createHttp } from './http.ts'

const secret = 'planted-cause-4711'
const cause = new Error(`connect ECONNREFUSED ${secret}`)
const failing = (code: 'bad-configuration' | 'store-unfit' | 'output-failed' | 'internal') => () =>
  new AppError({ code, message: `why it failed: ${secret}`, pointer: '/inner', cause })

const failures: Record<string, () => unknown> = {
  error: () => new Error(secret, { cause }),
  configuration: failing('bad-configuration'),
  store: failing('store-unfit'),
  output: failing('output-failed'),
  internal: failing('internal'),
  statement: () =>
    Object.assign(new Error(`null value in ${secret}`), { code: '23502', detail: secret }),
  status: () => Object.assign(new Error(secret), { statusCode: 502 }),
  text: () => secret,
}

let lines: string[] = []
const destination = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(...chunk.toString('utf8').trimEnd().split('\n'))
    done()
  },
})
const app = createHttp<never>({
  signIn: () => Promise.reject(new AppError({ code: 'credentials-missing', message: 'nobody' })),
  refusalOf: () => undefined,
  log: createLog('info', destination),
})
beforeAll(async () => {
  for (const [name, failure] of Object.entries(failures)) {
    app.get(`/${name}`, () => Promise.reject(failure() as Error))
  }
  app.get('/unavailable', () =>
    Promise.reject(
      new AppError({
        code: 'store-unavailable',
        message: `the database does not answer (${cause.message})`,
        publicMessage: 'the database does not respond',
        retryable: true,
        cause,
      }),
    ),
  )
  await app.ready()
})
afterAll(() => app.close())

test.each(Object.keys(failures))(
  'a request that fails inside (%s) is answered in one text, with an id that finds the cause in the log',
  async (name) => {
    lines = []
    const answer = await app.inject({ url: `/${name}` })
    expect(answer.statusCode).toBe(500)
    const problem = answer.json<{ requestId: string }>()
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(problem).toEqual({
      type: 'urn:touchstone:problem:internal',
      title: 'The request failed inside the server',
      status: 500,
      detail: 'the request failed inside the server; give its request ID to the operator',
      instance: `urn:uuid:${problem.requestId}`,
      code: 'internal',
      class: 'internal',
      retryable: false,
      requestId: answer.headers['x-request-id'],
    })
    expect(answer.body + JSON.stringify(answer.headers)).not.toContain(secret)
    const logged = lines.filter((line) => line.includes(problem.requestId))
    expect(logged.some((line) => line.includes('"level":"error"'))).toBe(true)
  },
)

test('another program’s message about an unavailable store stays in the log', async () => {
  lines = []
  const answer = await app.inject({ url: '/unavailable' })
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.json()).toMatchObject({
    code: 'store-unavailable',
    class: 'unavailable',
    detail: 'the database does not respond',
    retryable: true,
  })
  expect(lines.join('\n')).toContain('ECONNREFUSED')
})
