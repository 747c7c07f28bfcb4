import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildProgram } from '../src/program.ts'
import { createProgramIo } from '../src/program-io.ts'
import { openForCommands } from './command-channel.ts'
import { runCli } from './run-cli.ts'

/** Commands without `--json`, and what they write instead. */
const others: Readonly<Record<string, string>> = {
  page: 'listings as NDJSON on standard output',
  'privacy access': 'what is stored, as NDJSON on standard output',
  'catalog export': 'the catalog, as JSON on standard output',
  schema: 'a JSON Schema on standard output',
  'claims document': 'the bytes of the document',
  completion: 'a script for a shell',
  serve: 'runs until it is stopped; its log on standard error is NDJSON',
  demo: 'runs until it is stopped; its assessments are NDJSON in DATA_DIR',
}

function* commandsOf(command: Command, path: readonly string[] = []): Generator<[string, Command]> {
  if (command.commands.length === 0) yield [path.join(' '), command]
  for (const each of command.commands) yield* commandsOf(each, [...path, each.name()])
}

test('every command that answers in words has --json', async () => {
  const { stdin, stdout, stderr } = process
  const io = createProgramIo({
    stdin,
    stdout,
    stderr,
    env: {},
    signals: process,
    makeFilesPrivate: () => undefined,
    program: [process.execPath],
    exit: () => undefined,
  })
  const program = await buildProgram({ io, finish: () => undefined, loaded: 'all' })
  const wordy: string[] = []
  const explained: string[] = []
  for (const [name, { options }] of commandsOf(program)) {
    const hasJson = options.some(({ long }) => long === '--json')
    // A file that must be named holds the answer as NDJSON or JSON; words about it are on standard error.
    const writesFile = options.some(
      ({ long, mandatory }) => mandatory && (long === '--out' || long === '--model'),
    )
    if (hasJson || writesFile) continue
    if (name in others) explained.push(name)
    else wordy.push(name)
  }
  expect(wordy).toEqual([])
  expect(explained.toSorted()).toEqual(Object.keys(others).toSorted())
})

describe('beside a server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-json-answers-'))
  const env = { DATA_DIR: dataDir, DATABASE_URL: '', DATABASE_APP_URL: '', PUBLIC_URL: '' }
  let server: Awaited<ReturnType<typeof openForCommands>>
  beforeAll(async () => {
    await putStore(dataDir)
    server = await openForCommands({ ...process.env, ...env })
  })
  afterAll(async () => {
    await server.close()
    rmSync(dataDir, { recursive: true })
  })

  const of = '--organisation market-a'
  /** Runs a command with `--json`; one JSON document is all that it may print on standard output. */
  async function answer(args: string): Promise<unknown> {
    const { code, out, err } = await runCli([...args.split(' '), '--json'], { env })
    expect(code, `${args}: ${err}`).toBe(0)
    return JSON.parse(out)
  }

  test('an operator reads every answer as one JSON document', async () => {
    const created = await answer(
      'organisations create --kind marketplace --slug market-a --name Market',
    )
    expect(created).toMatchObject({ slug: 'market-a', id: expect.any(String) as string })
    expect(await answer('organisations marketplaces market-a bazaar')).toEqual({
      organisation: 'market-a',
      marketplaces: ['bazaar'],
    })
    expect(await answer('organisations gtin-prefixes market-a 9521234')).toEqual({
      organisation: 'market-a',
      gtinPrefixes: ['9521234'],
    })
    expect(await answer('organisations error-ledger market-a')).toEqual({
      organisation: 'market-a',
      published: true,
    })

    const { key, text } = (await answer(`keys create ${of} --scopes listings:read`)) as {
      key: { id: string }
      text: string
    }
    expect(text).toMatch(/^tsk_/)
    expect(await answer(`keys list ${of}`)).toMatchObject([{ id: key.id, revokedAt: null }])
    expect(await answer(`keys revoke ${key.id}`)).toEqual({ revoked: key.id })

    const invited = await answer(`users invite ann@market.example ${of} --roles reviewer`)
    expect(invited).toMatchObject({
      token: expect.any(String) as string,
      invitation: { email: 'ann@market.example' },
    })
    expect(await answer('users list')).toEqual([])

    expect(await answer(`retention set ${of} --clear-days 40`)).toMatchObject({ clearDays: 40 })
    expect(await answer(`retention show ${of}`)).toMatchObject({ clearDays: 40 })
    expect(await answer(`retention purge ${of}`)).toMatchObject({ deleted: 0 })
    const { id: hold } = (await answer(`holds set ${of} --reason order`)) as { id: string }
    expect(await answer(`holds list ${of}`)).toMatchObject([{ id: hold, reason: 'order' }])
    expect(await answer(`holds release ${hold} ${of}`)).toEqual({ released: hold })
    expect(await answer(`privacy erase ${of} --seller s-1`)).toMatchObject({ listings: 0 })
    expect(await answer(`privacy requests ${of}`)).toMatchObject([{ kind: 'erasure' }])

    const { webhook } = (await answer(`webhooks add ${of} --url https://market.example/hook`)) as {
      webhook: { id: string }
    }
    expect(await answer(`webhooks list ${of}`)).toMatchObject([{ id: webhook.id }])
    const resent = `webhooks resend ${webhook.id} ${of} --since 2026-11-24`
    expect(await answer(resent)).toEqual({ resent: 0 })
    expect(await answer(`webhooks rotate ${webhook.id} ${of}`)).toMatchObject({
      secret: expect.any(String) as string,
    })
    expect(await answer(`webhooks remove ${webhook.id} ${of}`)).toEqual({ removed: webhook.id })

    const { id: sealing } = (await answer(`evidence rotate-key ${of}`)) as { id: string }
    expect(await answer(`evidence keys ${of}`)).toMatchObject([{ id: sealing, retiredAt: null }])
    expect(await answer('evidence sweep')).toEqual({ deleted: 0 })
    expect(await answer('claims list')).toEqual([])
    expect(await answer('claims approver market-a')).toEqual({
      organisation: 'market-a',
      approver: true,
    })
    expect(await answer(`audit-samples list ${of}`)).toEqual([])
    expect(await answer(`audit-samples status ${of}`)).toMatchObject({ enabled: true })
    expect(await answer('cases rebuild')).toEqual({ cases: 0, mended: [] })
    expect(await answer('networks check')).toEqual({ sound: true, organisations: [] })
    expect(await answer('db status')).toMatchObject({ pending: [] })
    expect(await answer('sample status')).toMatchObject({ state: 'none' })
    const file = join(dataDir, 'store.gz')
    expect(await answer(`db backup ${file}`)).toMatchObject({ file, verified: false })
    const folder = join(dataDir, 'backups')
    const { backup } = (await answer(`backup create ${folder}`)) as { backup: string }
    expect(await answer(`backup verify ${folder}`)).toMatchObject([{ backup, findings: [] }])
  })
})

test('commands without a store answer in JSON too, with the exit codes they have', async () => {
  const regimes = await runCli(['regime', 'list', '--json'])
  expect(JSON.parse(regimes.out)).toMatchObject({ regimes: [{ id: 'eu-dsa' }] })
  const lint = await runCli(['lint', '--json'])
  expect([lint.code, JSON.parse(lint.out)]).toMatchObject([0, { findings: [] }])
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-json-doctor-'))
  const env = { DATA_DIR: dataDir, PORT: '0', CHROMIUM_PATH: '/none', DATABASE_URL: '' }
  const doctor = await runCli(['doctor', '--json'], { env })
  const { ready, checks } = JSON.parse(doctor.out) as {
    ready: boolean
    checks: { state: string }[]
  }
  expect(ready).toBe(doctor.code === 0)
  expect(checks.some(({ state }) => state === 'bad')).toBe(!ready)
  rmSync(dataDir, { recursive: true })
})
