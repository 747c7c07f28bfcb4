import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginCli, runCli, type Command, type Ran } from './run-cli.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-retention-'))
const env = { DATA_DIR: join(root, 'data'), DATABASE_URL: '', DATABASE_APP_URL: '', PORT: '0' }
const listing = {
  id: '1',
  title: 'Gucci bag, 1:1 replica',
  seller: { id: 'shop-77', name: 'Lumira Bags' },
}

const run = (...args: string[]): Promise<Ran> => runCli(args, { env })
const of = (...args: string[]): Promise<Ran> => run(...args, '--organisation', 'market')

describe('the operator', () => {
  let server: Command
  let ingest: (body: object) => Promise<{ id: string; state: string; version: number }>

  beforeAll(() => putStore(env.DATA_DIR))
  beforeAll(async () => {
    await run('organisations', 'create', '--kind', 'marketplace', '--slug', 'market', '--name', 'M')
    const key = await of('keys', 'create', '--scopes', 'listings:read,listings:write')
    server = beginCli(['serve'], env)
    const [, base = ''] = await server.waitFor(/listens at (http:\S+)/)
    ingest = async (body) => {
      const answer = await fetch(`${base}/api/v1/listings`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key.out.trim()}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      })
      return (await answer.json()) as { id: string; state: string; version: number }
    }
  })
  afterAll(async () => {
    server.signal('SIGTERM')
    await server.ended
    rmSync(root, { recursive: true })
  })

  test('shows the retention periods of listings, and purges', async () => {
    expect((await of('retention', 'show')).out).toContain('after 30 days')
    const set = await of('retention', 'set', '--clear-days', '10')
    expect(set.out).toBe(
      'clear listings are deleted after 10 days\nother listings lose their personal fields after 30 days\ncaptures are deleted after 1825 days\nreceived notices lose the notifier’s identity after 365 days\nclosed appeals lose their text and documents after 30 days\nmessages lose recipient and text after 365 days\nscans of codes are deleted after 400 days\nlistings link their sellers’ accounts for 548 days\nreports by buyers are deleted after 400 days\n',
    )
    expect(await of('retention', 'set', '--clear-days', '0')).toMatchObject({
      code: 2,
      err: expect.stringContaining('from 1 to 3650') as string,
    })
    expect((await run('retention', 'purge')).out).toBe(
      'listings deleted: 0; personal fields removed: 0\nprotected by legal holds: 0\ncaptures deleted: 0\nnotifiers removed from notices: 0; appeals cleared: 0; messages cleared: 0\n',
    )
  })

  test('holds, hands out, corrects and erases', async () => {
    const { id } = await ingest(listing)
    const holdRun = await of('holds', 'set', '--seller', 'shop-77', '--reason', 'court file 7/26')
    expect(holdRun.out).toMatch(/^[0-9a-f-]{36}\n$/)
    const holdId = holdRun.out.trim()
    expect((await of('holds', 'list')).out).toMatch(
      new RegExp(`^${holdId} {2}seller shop-77 {2}in force since \\S+ {2}court file 7/26\n$`),
    )

    const accessRun = await of('privacy', 'access', '--seller', 'shop-77')
    expect(JSON.parse(accessRun.out)).toMatchObject({ id, versions: [{ version: 1, listing }] })

    const changes = JSON.stringify({ seller: { name: 'Lumira & Sons' } })
    const corrected = await of('privacy', 'rectify', '--listing', id, '--changes', changes)
    expect(corrected.err).toContain('Version 2 corrects seller')
    expect(await ingest(listing)).toMatchObject({ state: 'unchanged', version: 2 })

    const refused = await of('privacy', 'erase', '--seller', 'shop-77')
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(holdId) as string })
    await of('holds', 'release', holdId)
    expect((await of('holds', 'list')).out).toContain('seller (released)')
    const erased = await of('privacy', 'erase', '--seller', 'shop-77')
    expect(erased).toMatchObject({
      code: 0,
      err: 'Erased from 1 listing, and from all future ones.\n',
    })
    const after = await of('privacy', 'access', '--seller', 'shop-77')
    expect(after.out).toBe('')
    expect(after.err).toContain('Erased on 2')
    expect((await of('privacy', 'requests')).out.split('\n')).toHaveLength(5)
  })

  test.each([
    [['privacy', 'rectify', '--listing', 'x', '--changes', '{'], '--changes is not JSON'],
    [
      ['holds', 'set', '--listing', 'a', '--seller', 'b', '--reason', 'c'],
      'use --listing or --seller',
    ],
    [['retention', 'set'], 'nothing to set'],
  ])('reports what is wrong with %j', async (args, words) => {
    expect(await of(...args)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(words) as string,
    })
  })
})
