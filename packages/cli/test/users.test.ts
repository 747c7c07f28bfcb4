import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve, type RunningServer } from '@touchstone/server'
import {
  readScreeningConfig,
  readServerConfig,
  readTelemetryConfig,
} from '@touchstone/server/config'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli, type Ran } from './run-cli.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-users-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const admin = 'admin@touchstone.internal'
const run = (args: string): Promise<Ran> =>
  runCli(args.split(' '), { env: { DATA_DIR: dataDir, DATABASE_URL: '', DATABASE_APP_URL: '' } })

let server: RunningServer

async function startServer(): Promise<void> {
  server = await serve({
    config: readServerConfig({ DATA_DIR: dataDir }),
    screening: readScreeningConfig({}),
    telemetry: readTelemetryConfig({ LOG_LEVEL: 'silent' }),
    host: '127.0.0.1',
    port: 0,
  })
}

async function signIn(password: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email: admin, password }),
  })
  return { status: response.status, body: await response.json() }
}

describe('an operator looks after people', () => {
  beforeAll(() => putStore(dataDir))
  beforeAll(async () => {
    await run('organisations create --kind rights-holder --slug house-a --name House')
  })
  beforeAll(startServer)
  afterAll(() => server.close())

  test('the first start makes one person, whose password lies in a file', async () => {
    const password = readFileSync(join(dataDir, 'admin-password.txt'), 'utf8').trim()
    expect(server.firstAdmin).toMatchObject({ email: admin, password })
    expect((await signIn('a wrong password')).status).toBe(401)
    await server.close()
    const { out } = await run('users list')
    expect(out).toBe(`${admin}  Administrator  the installation\n`)
    await startServer()
    expect(server.firstAdmin).toBeUndefined()
    expect(await signIn(password)).toMatchObject({
      status: 200,
      body: { lacks: 'password', person: { email: admin, installationAdmin: true } },
    })
  })

  test('a reset prints only a password on standard output, and the old one no longer works', async () => {
    const old = readFileSync(join(dataDir, 'admin-password.txt'), 'utf8').trim()
    const { code, out, err } = await run(`users reset ${admin}`)
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('sessions and the second factor have ended'),
    ])
    expect(out).toMatch(/^[a-z0-9]{4}(-[a-z0-9]{4}){3}\n$/)
    expect((await signIn(old)).status).toBe(401)
    expect(await signIn(out.trim())).toMatchObject({ status: 200, body: { lacks: 'password' } })
  })

  test('an invitation prints its token alone on standard output', async () => {
    const { code, out } = await run(
      'users invite Ada@example.com --organisation house-a --roles admin',
    )
    expect([code, out]).toEqual([0, expect.stringMatching(/^[A-Za-z0-9_-]{43}\n$/)])
  })

  test.each([
    ['users invite ada --organisation house-a --roles admin', '/email'],
    [
      'users invite ada@example.com --organisation house-z --roles admin',
      'no organisation house-z',
    ],
    ['users invite ada@example.com --organisation house-a --roles owner', '/roles/0'],
    [`users erase ${admin}`, 'is an operator'],
    ['users reset nobody@example.com', 'there is no user with the address nobody@example.com'],
  ])('reports what is wrong with: %s', async (args, words) => {
    expect(await run(args)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(words) })
  })
})
