import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@touchstone/client'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadedModules, main } from './loaded-modules.ts'
import { runCli, runCliProcess, startCli, waitForText, type Ran } from './run-cli.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-beside-'))
const env = { DATA_DIR: dataDir, DATABASE_URL: '', DATABASE_APP_URL: '', PORT: '0' }
const run = (args: string): Promise<Ran> => runCli(args.split(' '), { env })

let server: ReturnType<typeof startCli>
let url: string
async function start(): Promise<void> {
  server = startCli(['serve'], env)
  const [, address = ''] = await waitForText(server.child, /listens at (\S+)/)
  url = address
}

beforeAll(() => putStore(dataDir))
beforeAll(start)
afterAll(async () => {
  server.child.kill('SIGKILL')
  await server.ended
  rmSync(dataDir, { recursive: true })
})

describe('beside a running server', () => {
  test('keys are made, work at once, are listed and end at once', async () => {
    const created = await run('organisations create --kind marketplace --slug market-a --name A')
    expect(created).toMatchObject({ code: 0, err: 'Created market-a.\n' })
    const issuer = await run('organisations gtin-prefixes market-a 9521234')
    expect(issuer).toMatchObject({
      code: 0,
      err: 'market-a issues the GTINs that begin with 9521234.\n',
    })
    const bound = await run('organisations marketplaces market-a bazaar bazaar.example')
    expect(bound).toMatchObject({
      code: 0,
      err: 'market-a is responsible for bazaar, bazaar.example.\n',
    })
    const none = await run('organisations marketplaces market-a')
    expect(none).toMatchObject({ code: 0, err: 'market-a is responsible for no marketplace.\n' })
    const { out } = await run('keys create --organisation market-a --scopes listings:read')
    expect(out).toMatch(/^tsk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n$/)
    const client = createClient({ url, key: out.trim() })
    expect(await client.listings.list()).toEqual({ items: [], next: null })
    const keys = await run('keys list --organisation market-a')
    expect(keys.out).toMatch(/ {2}listings:read {2}used 2\S+Z\n$/)
    expect(await run(`keys revoke ${keys.out.slice(0, 36)}`)).toMatchObject({ code: 0 })
    await expect(client.listings.list()).rejects.toMatchObject({ status: 401 })
  })

  test('networks of the store are checked beside the server', async () => {
    expect(await run('networks check')).toMatchObject({
      code: 0,
      err: 'No accounts of sellers are linked yet.\n',
    })
    const state = await run('networks check --state x --organisation market-a')
    expect(state).toMatchObject({
      code: 1,
      err: expect.stringContaining('--organisation') as string,
    })
  })

  test('a command asks the server and loads none', () => {
    const loaded = loadedModules(main, ['users', 'list'], env)
    expect(loaded).toContain('../../server/src/app/command-channel/index.ts')
    expect(
      loaded.filter((name) =>
        /^(kysely|pg|fastify|@electric-sql)|server\/src\/(?!platform\/(config|errors)\/|app\/command-channel\/)/.test(
          name,
        ),
      ),
    ).toEqual([])
  })

  test('the store is looked at and backed up', async () => {
    expect((await run('db status')).out).toMatch(/Nothing is pending\.\n$/)
    const file = join(dataDir, 'backup.gz')
    expect(await run(`db backup ${file}`)).toMatchObject({ code: 0 })
    expect(statSync(file).size).toBeGreaterThan(0)
  })

  test.each(['db migrate', `db restore ${join(dataDir, 'backup.gz')}`, 'serve'])(
    '%s is refused with the number of the server’s process',
    async (args) => {
      expect(await run(args)).toMatchObject({
        code: 1,
        err: expect.stringContaining(
          `the store is in use by process ${server.child.pid}: stop it`,
        ) as string,
      })
    },
  )

  test('faults are reported as on a stopped server', async () => {
    expect(await run('organisations create --kind host --slug Market-A --name A')).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        '/slug must be lower-case letters, digits and hyphens',
      ) as string,
    })
  })
})

test('after a kill the commands open the store themselves, and the next server takes over', async () => {
  server.child.kill('SIGKILL')
  await server.ended
  expect(existsSync(join(dataDir, 'serve.sock'))).toBe(true)
  const keys = await runCliProcess(['keys', 'list', '--organisation', 'market-a'], { env })
  expect(keys.out).toMatch(/revoked 2\S+\n$/)
  await start()
  expect((await run('keys list --organisation market-a')).out).toBe(keys.out)
  server.child.kill('SIGTERM')
  expect(await server.ended).toMatchObject({ code: 0 })
  expect(existsSync(join(dataDir, 'serve.sock'))).toBe(false)
})
