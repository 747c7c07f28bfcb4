import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onOneEngine } from '@touchstone/server/testing/engines'
import { afterAll, expect, test } from 'vitest'
import { beginCli, runCli, type Ran } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-stress-'))
afterAll(() => rmSync(folder, { recursive: true }))

function stress(plan: object, env: Record<string, string>): Promise<Ran> {
  const file = join(folder, 'plan.json')
  writeFileSync(file, JSON.stringify(plan))
  return runCli(['stress', '--plan', file, '--folder', folder, '--json'], { env })
}

onOneEngine((engine) => {
  test('a plan is run against a server of its own: breached limits are named, and nothing is left', async () => {
    const store = await engine.newStore('empty')
    const env = {
      DATABASE_URL: store.engine === 'postgresql' ? store.ownerUrl.reveal() : '',
      DATABASE_APP_URL: '',
    }
    const plan = {
      seconds: 3,
      warmUpSeconds: 1,
      storedListings: 100,
      intake: { perSecond: 1, listings: 20 },
      screening: { perSecond: 10, p99Milliseconds: 0.001 },
      queue: { perSecond: 5 },
      watches: { perMinute: 20, requests: 1 },
    }
    const ran = await stress(plan, env)
    expect(ran.code, ran.err).toBe(1)
    const result = JSON.parse(ran.out) as {
      loads: { load: string; due: number; lost: number; p99: number }[]
      server: { cores: number; mebibytes: number; missingListings: number }
      breaches: string[]
    }
    expect(result.loads.map(({ load }) => load)).toEqual([
      'intake',
      'screening',
      'queue',
      'watches',
    ])
    for (const { due, lost } of result.loads) {
      expect(due).toBeGreaterThan(0)
      expect(lost, ran.out).toBe(0)
    }
    const [screening] = result.loads.filter(({ load }) => load === 'screening')
    expect(result.breaches).toEqual([
      expect.stringMatching(/^screening: the p99 of [\d.]+ ms exceeds 0\.0 ms\.$/),
    ])
    expect(ran.err).toContain(result.breaches[0])
    expect(screening!.p99).toBeGreaterThan(0)
    expect(result.server.missingListings).toBe(0)
    expect(result.server.mebibytes).toBeGreaterThan(50)
    expect(result.server.cores).toBeGreaterThan(0)
    expect(readdirSync(folder).filter((name) => name.startsWith('stress-'))).toEqual([])

    if (store.engine !== 'postgresql') return
    const again = await stress(plan, env)
    expect(again).toMatchObject({
      code: 1,
      err: expect.stringContaining('The database at DATABASE_URL is not empty.') as string,
    })
  })
})

test('Ctrl-C ends the test early, reports what was measured and removes the store', async () => {
  const file = join(folder, 'long.json')
  writeFileSync(
    file,
    JSON.stringify({ seconds: 600, warmUpSeconds: 0, screening: { perSecond: 20 } }),
  )
  const args = ['stress', '--plan', file, '--folder', folder]
  const command = beginCli(args, { DATABASE_URL: '', DATABASE_APP_URL: '' })
  await command.waitFor(/Loading the server/)
  command.signal('SIGINT')
  const { code, out } = await command.ended
  expect(code).toBe(130)
  expect(out).toMatch(/^ +due +lost/)
  expect(readdirSync(folder).filter((name) => name.startsWith('stress-'))).toEqual([])
})
