import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openForCommands } from './command-channel.ts'
import { beginCli, runCli, startCli, waitForText, type Ran } from './run-cli.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-saved-watches-'))
const env = {
  DATA_DIR: dataDir,
  DATABASE_URL: '',
  DATABASE_APP_URL: '',
  PORT: '0',
  SECRET_KEY: '',
  LOG_LEVEL: 'error',
}
const run = (...args: string[]): Promise<Ran> => runCli(args, { env })
const ofMarket = ['--organisation', 'market-a'] as const
const site = 'http://sample-market.example/search?q={query}'
const add = async (...more: string[]): Promise<string> => {
  const created = await run(
    'watch',
    'add',
    ...ofMarket,
    '--name',
    'Sample',
    '--brand',
    'prada',
    '--connector',
    'sample-market',
    '--site',
    site,
    '--query',
    'prada',
    ...more,
  )
  expect(created).toMatchObject({
    code: 0,
    err: 'Created the watch Sample. The server starts its first run.\n',
  })
  return created.out.trim()
}
const listed = async (id: string): Promise<Record<string, unknown> | undefined> => {
  const { out } = await run('watch', 'list', ...ofMarket, '--json')
  return (JSON.parse(out) as Record<string, unknown>[]).find((watch) => watch['id'] === id)
}

beforeAll(() => putStore(dataDir))
afterAll(() => rmSync(dataDir, { recursive: true }))

describe('watches of an organisation', () => {
  let channel: { close(): Promise<void> }
  beforeAll(async () => {
    channel = await openForCommands(env)
    for (const slug of ['market-a', 'market-b']) {
      await run('organisations', 'create', '--kind', 'marketplace', '--slug', slug, '--name', 'M')
    }
  })
  afterAll(() => channel?.close())

  test('are added with budgets, listed and stopped', async () => {
    const id = await add('--query', 'pr4da', '--budget', 'requests=9,cost=0.5', '--interval', '60')
    expect(await listed(id)).toMatchObject({
      queries: ['prada', 'pr4da'],
      intervalMinutes: 60,
      budgetPerRun: { requests: 9, bytes: 67_108_864, processorSeconds: 60, cost: 0.5 },
      budgetPerDay: { requests: 1000, cost: null },
    })
    expect(await run('watch', 'stop', id, ...ofMarket)).toMatchObject({ code: 0 })
    const { out } = await run('watch', 'list', ...ofMarket)
    expect(out).toContain(`${id}  Sample  prada  sample-market  ${site}  2 queries  stopped\n`)
    const refused = await run('watch', 'run', id, ...ofMarket)
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('the watch is stopped') as string,
    })
  })

  test('get proposals, which the operator accepts, dismisses and takes back', async () => {
    const id = await add()
    const proposed = await run('watch', 'propose', id, ...ofMarket)
    expect(proposed.out).toContain(
      '普拉达  spelling of the brand: 0 of 0 finds, 0 of 0 other listings  up to 50 requests a run\n',
    )
    const decided = await run(
      'watch',
      'propose',
      id,
      ...ofMarket,
      '--accept',
      '普拉达',
      '--dismiss',
      'プラダ',
    )
    expect(decided).toMatchObject({ code: 0, out: '', err: 'Added 普拉达.\nDismissed プラダ.\n' })
    expect(await listed(id)).toMatchObject({ queries: ['prada', '普拉达'] })
    const again = await run('watch', 'propose', id, ...ofMarket)
    expect(again.out).not.toMatch(/^(普拉达|プラダ) {2}/m)
    await run('watch', 'propose', id, ...ofMarket, '--undo', '普拉达', '--undo', 'プラダ')
    expect(await listed(id)).toMatchObject({ queries: ['prada'] })
    const unknown = await run('watch', 'propose', id, ...ofMarket, '--accept', 'no such')
    expect(unknown.code).toBe(1)
    expect(unknown.err).toContain('no such is not proposed for this watch now')
  })

  test('of another organisation are unknown', async () => {
    const id = await add()
    for (const command of ['run', 'stop', 'propose']) {
      const ran = await run('watch', command, id, '--organisation', 'market-b')
      expect([command, ran.code]).toEqual([command, 1])
      expect(ran.err).toContain(`there is no watch ${id}`)
    }
    expect((await run('watch', 'list', '--organisation', 'market-b')).out).toBe('')
  })

  test('have costs, as text and as JSON', async () => {
    const id = await add()
    const text = await run('watch', 'cost', ...ofMarket, '--watch', id)
    expect(text).toMatchObject({ code: 0, out: '' })
    expect(text.err).toBe(
      'Total  no rates set  0 requests  0 listings  0 finds  0 confirmed finds\n',
    )
    const json = await run('watch', 'cost', ...ofMarket, '--by', 'month', '--json')
    expect(JSON.parse(json.out)).toMatchObject({
      currency: 'EUR',
      hasRates: false,
      total: { cost: 0 },
    })
  })

  test('are run while the command waits, until it is stopped', async () => {
    const id = await add()
    // Nothing walks here.
    const command = beginCli(['watch', 'run', id, ...ofMarket], env)
    await expect.poll(async () => (await listed(id))?.['version']).toBe(2)
    command.signal('SIGINT')
    expect(await command.ended).toMatchObject({
      code: 130,
      err: 'The run goes on. `touchstone watch stop` stops it.\n',
    })
  })

  test.each([
    ['--budget', 'pages=5'],
    ['--budget', 'requests=1.5'],
    ['--interval', '5'],
    ['--connector', 'other'],
  ])('%s %s is refused', async (...option) => {
    const ran = await run(
      'watch',
      'add',
      ...ofMarket,
      '--name',
      'x',
      '--brand',
      'prada',
      '--connector',
      'shop',
      '--site',
      site,
      ...option,
    )
    expect(ran.code).not.toBe(0)
    expect(ran.out).toBe('')
  })
})

test('without a server a run is requested, and the command says who runs it', async () => {
  const id = await add()
  expect(await run('watch', 'run', id, ...ofMarket)).toMatchObject({
    code: 1,
    err: 'No server is running: the run starts with the next `touchstone serve`.\n',
  })
})

test('beside a running server a run is awaited, and ends with what it used', async () => {
  const server = startCli(['serve'], env)
  try {
    await waitForText(server.child, /listens at (\S+)/)
    const id = await add('--query', 'velmoraq', '--budget', 'requests=4')
    const ran = await run('watch', 'run', id, ...ofMarket, '--json')
    expect(ran.code).toBe(0)
    expect(ran.err).toMatch(
      /^The run has begun\.\n(The site was walked to its end|The budget of requests is spent)\.\nUsed [1-4] requests?, [\d,]+ bytes, \d+\.\d{3} processor seconds\.\n\d+ listings?: \d+ new, 0 changed, 0 gone\.\n$/,
    )
    const { endedAt, usage } = JSON.parse(ran.out) as {
      endedAt: string | null
      usage: { requests: number }
    }
    expect(endedAt).not.toBeNull()
    const cost = await run('watch', 'cost', ...ofMarket, '--watch', id)
    expect(cost.out).toMatch(new RegExp(`^Sample {2}no rates set {2}${usage.requests} request`))
  } finally {
    server.child.kill('SIGTERM')
    await server.ended
  }
})
