import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@touchstone/client'
import { putStore } from '@touchstone/server/testing'
import { freePort } from '@touchstone/server/testing/free-port'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginCli, runCli, waitForText, type Ran } from './run-cli.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-web-hook-'))
const port = await freePort()
const env = {
  DATA_DIR: dataDir,
  DATABASE_URL: '',
  DATABASE_APP_URL: '',
  PORT: '0',
  SECRET_KEY: '',
  OUTBOUND_ALLOW: `127.0.0.1:${port}`,
  LOG_LEVEL: 'error',
}
const running: ChildProcessWithoutNullStreams[] = []
beforeAll(() => putStore(dataDir))
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true })
})

const run = async (args: string): Promise<Ran> => {
  const ran = await runCli(args.split(' '), { env })
  expect(ran).toMatchObject({ code: 0 })
  return ran
}

/** The receiver from docs/recipes/webhook.md. */
function startReceiver(secret: string): ChildProcessWithoutNullStreams {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const page = readFileSync(join(root, 'docs/recipes/webhook.md'), 'utf8')
  const [, program = ''] = /```js\n(.*?)```/s.exec(page) ?? []
  const child = spawn(process.execPath, ['--input-type=module', '-'], {
    cwd: root,
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
  })
  child.stdin.end(program)
  running.push(child)
  return child
}

test('the webhook commands work, and so does the receiver in the recipe', async () => {
  const server = beginCli(['serve'], env)
  await server.waitFor(/listens at/)
  await run('organisations create --kind marketplace --slug market-a --name Market')
  const key = await run('keys create --organisation market-a --scopes listings:write')
  const url = `http://127.0.0.1:${port}/hook`
  const added = await run(`webhooks add --organisation market-a --url ${url} --label nightly`)
  expect(added.out).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/)
  expect(added.err).not.toContain(added.out.trim())
  const listed = await run('webhooks list --organisation market-a')
  expect(listed.out).toMatch(
    /^[0-9a-f-]{36} {2}http:\S+ {2}listing\.assessed,\S+ {2}works {2}nightly\n$/,
  )
  const [id = ''] = listed.out.split(' ')
  const rotated = await run(`webhooks rotate ${id} --organisation market-a`)

  const receiver = startReceiver(rotated.out.trim())
  const received = waitForText(receiver, /^([0-9a-f-]{36}) listing\.assessed (.*)$/m)
  const [, base] = await server.waitFor(/listens at (http:\S+)/)
  const client = createClient({ url: base!, key: key.out.trim() })
  const title = 'Gucci bag, 1:1 replica, mirror quality'
  const ingested = await client.listings.take({ body: { id: '100-1', title } })
  expect(ingested).toMatchObject({ listing: '100-1', state: 'new' })
  const [, event = '', data = ''] = await received
  expect(JSON.parse(data)).toMatchObject({ listing: { externalId: '100-1' }, verdict: 'review' })

  const again = await run(`webhooks resend ${id} --organisation market-a --event ${event}`)
  expect(again.err).toBe(`Resending ${event}.\n`)
  const span = `--since 2020-01-01 --until 2100-01-01`
  expect((await run(`webhooks resend ${id} --organisation market-a ${span}`)).err).toBe(
    'Events being resent: 1.\n',
  )
  await run(`webhooks remove ${id} --organisation market-a`)
  expect((await run('webhooks list --organisation market-a')).out).toBe('')
  server.signal('SIGTERM')
  expect(await server.ended).toMatchObject({ code: 0, err: '' })
})
