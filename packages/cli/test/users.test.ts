import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@touchstone/server'
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

/** What a sign-in at the true server answers. */
async function signIn(
  password: string,
): Promise<{ status: number; body: unknown; first: unknown }> {
  const config = readServerConfig({ DATA_DIR: dataDir })
  const server = await serve({
    config,
    screening: readScreeningConfig({}),
    telemetry: readTelemetryConfig({ LOG_LEVEL: 'silent' }),
    host: '127.0.0.1',
    port: 0,
  })
  try {
    const response = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ email: admin, password }),
    })
    return { status: response.status, body: await response.json(), first: server.firstAdmin }
  } finally {
    await server.close()
  }
}

describe('an operator looks after people', { timeout: 60_000 }, () => {
  beforeAll(() => putStore(dataDir), 60_000)
  beforeAll(async () => {
    await run('organisations create --kind rights-holder --slug house-a --name House')
  }, 60_000)

  test('the first start makes one person, whose password lies in a file', async () => {
    const { first, status } = await signIn('a wrong password')
    const password = readFileSync(join(dataDir, 'admin-password.txt'), 'utf8').trim()
    expect(first).toMatchObject({ email: admin, password })
    expect(status).toBe(401)
    expect(await signIn(password)).toMatchObject({
      status: 200,
      body: { lacks: 'password', person: { email: admin, installationAdmin: true } },
      first: undefined,
    })
    const { out } = await run('users list')
    expect(out).toBe(`${admin}  Administrator  the installation\n`)
  })

  test('a reset prints a password alone on standard output; the old one signs nobody in', async () => {
    const old = readFileSync(join(dataDir, 'admin-password.txt'), 'utf8').trim()
    const { code, out, err } = await run(`users reset ${admin}`)
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('sessions and second factor have ended'),
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
    [`users erase ${admin}`, 'looks after the installation'],
    ['users reset nobody@example.com', 'there is no user with the address nobody@example.com'],
  ])('is told what is wrong with: %s', async (args, words) => {
    expect(await run(args)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(words) })
  })
})
