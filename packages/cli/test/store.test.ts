import { randomBytes } from 'node:crypto'
import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTrust } from '@touchstone/evidence'
import { openStore, authenticateApiKey, type Store } from '@touchstone/server'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli, type Ran } from './run-cli.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-cli-store-'))
afterAll(() => rmSync(root, { recursive: true }))

const first = join(root, 'first')
/** Created by the program itself when it restores a backup. */
const second = join(root, 'second')
const run = (args: string, dataDir = first, more: Record<string, string> = {}): Promise<Ran> =>
  runCli(args.split(' '), {
    env: {
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      DATABASE_APP_URL: '',
      SECRET_KEY: '',
      PORT: '0',
      // What doctor reports about captures is the subject of another test.
      CHROMIUM_PATH: join(root, 'none'),
      ...more,
    },
  })

async function inStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ engine: 'embedded', dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

describe('an operator at the command line', () => {
  let created: Ran
  let key: Ran
  beforeAll(async () => {
    await putStore(first)
    created = await run('organisations create --kind marketplace --slug market-a --name Market')
    key = await run('keys create --organisation market-a --scopes listings:read,listings:write')
  })

  test('adds an organisation and gets its id', () => {
    expect(created).toMatchObject({ code: 0, err: 'Created market-a.\n' })
    expect(created.out).toMatch(/^[0-9a-f-]{36}\n$/)
  })

  test('has cases made anew from their events, and hears how many', async () => {
    expect(await run('cases rebuild')).toMatchObject({
      code: 0,
      out: '',
      err: '0 cases checked; each matches its events.\n',
    })
  })

  test('gets a key alone on standard output, and it signs in', async () => {
    expect(key.code).toBe(0)
    expect(key.out).toMatch(/^tsk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n$/)
    expect(key.err).not.toContain(key.out.trim())
    const holder = await inStore(first, (store) => authenticateApiKey(store, key.out.trim()))
    expect(holder).toMatchObject({
      organisationId: created.out.trim(),
      scopes: ['listings:read', 'listings:write'],
    })
  })

  test('moves the store by backup and restore, and ends a key in the new one', async () => {
    const file = join(root, 'backup.gz')
    expect(await run(`db backup ${file} --verify`)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringMatching(
        /^Wrote 6 rows of (\d+) tables .*\nVerified: restored 6 rows of \1 tables into a temporary store; every row and digest matches\.\n$/,
      ) as string,
    })
    expect(statSync(file).size).toBeGreaterThan(0)
    expect(await run(`db restore ${file}`, second)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^Restored and compared 6 rows of \d+ tables\.\n$/) as string,
    })
    const { out } = await run('keys list --organisation market-a', second)
    expect(out).toMatch(
      /^[0-9a-f-]{36} {2}tsk_[0-9a-f]{12}_… {2}listings:read,listings:write {2}used 2\S+\n$/,
    )
    expect(await run(`keys revoke ${out.slice(0, 36)}`, second)).toMatchObject({ code: 0 })
    await expect(
      inStore(second, (store) => authenticateApiKey(store, key.out.trim())),
    ).rejects.toMatchObject({ class: 'unauthenticated' })
    const again = await run(`db restore ${file}`, second)
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('the store is not empty') })
  })

  test('has an organisation seal with a new key, and prints keys as verify takes them', async () => {
    expect(await run('evidence sweep')).toMatchObject({ code: 0, out: 'deleted: 0 blobs\n' })
    const rotated = await run('evidence rotate-key --organisation market-a')
    expect(rotated).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f]{64}\n$/) })
    const next = await run('evidence rotate-key --organisation market-a')
    expect(next.err).toContain(`It replaces ${rotated.out.trim()}, which can no longer sign`)
    const { out } = await run('evidence keys --organisation market-a')
    expect(out).toMatch(
      new RegExp(
        `^${next.out.trim()}  created 2\\S+  in use\n${rotated.out.trim()}  created .* retired 2`,
      ),
    )
    const { out: pem } = await run('evidence keys --organisation market-a --pem')
    expect(readTrust(pem).publishers.map(({ id }) => id)).toEqual([
      next.out.trim(),
      rotated.out.trim(),
    ])
  })

  test('finds every file of DATA_DIR inaccessible to other users, whatever the umask was', () => {
    const open = [first, second]
      .flatMap((dataDir) => readdirSync(dataDir, { recursive: true, withFileTypes: true }))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (lstatSync(path).mode & 0o077) !== 0)
    expect(open).toEqual([])
  })

  test('is refused a DATA_DIR that other users may enter, by serve and by doctor', async () => {
    chmodSync(first, 0o755)
    const remedy = `other users of this machine can enter DATA_DIR ${first} (mode 0755), which contains keys and personal data: run chmod 700 ${first}, then start again`
    try {
      expect(await run('serve')).toMatchObject({ code: 1, out: '', err: `touchstone: ${remedy}\n` })
      const { code, out } = await run('doctor')
      expect([code, out]).toEqual([1, expect.stringMatching(/^BAD {3}DATA_DIR +other users/m)])
      expect(out).toContain(remedy)
    } finally {
      chmodSync(first, 0o700)
    }
  })

  test('is refused a server whose key is another; doctor names it, and accept-keys ends it', async () => {
    const SECRET_KEY = randomBytes(32).toString('base64')
    const sentence = 'SECRET_KEY is not the key used with this store'
    const served = await run('serve', first, { SECRET_KEY })
    expect(served).toMatchObject({ code: 1, out: '' })
    expect(served.err).toContain(`touchstone: ${sentence}`)
    expect((await run('doctor')).out).toMatch(/^ok {4}keys +.* match the store$/m)
    const doctor = await run('doctor', first, { SECRET_KEY })
    expect(doctor.code).toBe(1)
    expect(doctor.out).toMatch(new RegExp(`^BAD {3}keys +${sentence}: `, 'm'))
    const accepted = await run('db accept-keys', first, { SECRET_KEY })
    expect([accepted.code, accepted.err]).toEqual([0, expect.stringContaining('secret-key.')])
  })

  test('sees the size of the store, and that nothing is pending', async () => {
    const status = await run('db status')
    expect(status.code).toBe(0)
    expect(status.out).toContain(`store    embedded in ${first}\napplied  1 access, 2`)
    expect(status.out).toMatch(/Nothing is pending\.\n$/)
    expect(await run('db migrate')).toMatchObject({ code: 0, err: 'The store is up to date.\n' })
  })

  test('is refused while another process has the store', async () => {
    await inStore(first, async () => {
      expect(await run('keys list --organisation market-a')).toEqual({
        code: 1,
        out: '',
        err: expect.stringContaining(`touchstone: the store is in use by process ${process.pid}`),
      })
    })
  })

  test.each([
    [
      'keys create --organisation market-a --scopes listings:reed',
      '/scopes/0 is not an allowed value; found "listings:reed"',
    ],
    ['keys create --organisation market-z --scopes listings:read', 'no organisation market-z'],
    [
      'organisations create --kind host --slug Market-A --name A',
      '/slug must be lower-case letters, digits and hyphens; found "Market-A"; write "market-a"',
    ],
    ['organisations create --kind host --slug market-a --name A', 'market-a already'],
    ['organisations create --kind shop --slug market-b --name B', 'Allowed choices are'],
  ])('reports what is wrong with: %s', async (args, words) => {
    const code = words === 'Allowed choices are' ? 2 : 1
    expect(await run(args)).toMatchObject({ code, out: '', err: expect.stringContaining(words) })
  })
})

test('an unusable DATABASE_URL is reported without its password', async () => {
  const env = { DATABASE_URL: 'mysql://owner:hunter2@host/db' }
  const { code, err } = await runCli(['db', 'status'], { env })
  expect([code, err]).toEqual([
    1,
    'touchstone: DATABASE_URL cannot be used: write postgres://user:password@host:5432/database\n',
  ])
})
