import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from './read-recipe.ts'
import {
  beginCli,
  runCli,
  startCli,
  waitForText,
  type CliProcess,
  type Command,
} from './run-cli.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-start-'))
const file = join(dataDir, 'sample-sign-ins.txt')
const env = { DATA_DIR: dataDir, DATABASE_URL: '', DATABASE_APP_URL: '', PORT: '0' }
let killed: CliProcess | undefined
let server: Command | undefined
let url: string

beforeAll(() => putStore(dataDir))
afterAll(async () => {
  killed?.child.kill('SIGKILL')
  await killed?.ended
  server?.signal('SIGTERM')
  await server?.ended
  rmSync(dataDir, { recursive: true })
})

/** Starts a process that serves the sample, and waits until it has started loading. */
async function startLoading(): Promise<{ server: CliProcess; said: string }> {
  killed = startCli(['serve', '--sample'], env)
  const match = await waitForText(
    killed.child,
    /listens at (\S+)\n[^]*Loading the sample alliance: [\d,]+ of 2,044 listings/,
  )
  url = match[1] ?? ''
  return { server: killed, said: match.input }
}

/** Serves in this process. */
async function serve(...args: string[]): Promise<Command> {
  server = beginCli(['serve', ...args], env)
  const match = await server.waitFor(/listens at (\S+)\n/)
  url = match[1] ?? ''
  return server
}

/** How many listings a user of the sample sees; undefined if the sign-in fails. */
async function listingsOf(email: string, password: string): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', origin: url }
  const body = JSON.stringify({ email, password })
  const answer = await fetch(`${url}/api/v1/session`, { method: 'POST', headers, body })
  if (answer.status !== 200) return undefined
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const counted = await fetch(`${url}/api/v1/listings/count`, { headers: { cookie } })
  return ((await counted.json()) as { count: number }).count
}

test('npm start serves the console with the sample', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  expect(scripts['prestart']).toContain('install.mjs')
  expect(scripts['start']).toMatch(/console:build && exec node .*main\.ts serve --sample$/)
})

test('a new store gets the sample, and people can sign in before it is loaded', async () => {
  const loading = await startLoading()
  const [, password = ''] = /with the password (\S+)\nIt is shown/.exec(loading.said) ?? []
  expect((await fetch(`${url}/ready`)).status).toBe(200)
  expect(await listingsOf('reviewer@bazarune.example', password)).toBeLessThan(2044)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8').split('\n')[1]).toBe(password)

  const refused = await runCli(['serve', '--sample'], { env: { ...env, PORT: new URL(url).port } })
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(/port \d+.* is taken.*PORT=/i),
  ])
  loading.server.child.kill('SIGKILL')
  await loading.server.ended
})

test('after a kill the next start continues, and stops at once when asked', async () => {
  const loading = await startLoading()
  loading.server.child.kill('SIGTERM')
  const { code, out, err } = await loading.server.ended
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain(`are in ${file}`)
  expect(out).toMatch(/The next start continues .*\nStopped\.\n$/)
})

test('with a server running, it is loaded completely, removed completely, and not restored', async () => {
  const password = readFileSync(file, 'utf8').split('\n')[1] ?? ''
  const serving = await serve()
  await serving.waitFor(/The sample alliance is loaded: /)
  expect((await runCli(['sample', 'status'], { env })).out).toBe(
    'The sample alliance is loaded: 2,044 listings.\n',
  )
  const sent = ['reviewer@bazarune.example', 'analyst@merkolane.example']
  const [one = 0, other = 0] = await Promise.all(sent.map((email) => listingsOf(email, password)))
  expect(one + other).toBe(2044)
  const auditSamples = async (...args: string[]): Promise<string> =>
    (await runCli(['audit-samples', ...args, '--organisation', 'sample-bazarune'], { env })).out
  const [, id, week] =
    /^(\S+) {2}(\S+) {2}clear 30 of \d+, \d+ settled; /.exec(await auditSamples('list')) ?? []
  expect(await auditSamples('status')).toMatch(
    new RegExp(`^serve draws an audit sample every week: .*\nthe week of ${week}, .* is drawn\n`),
  )
  expect(await auditSamples('draw')).toBe(`${id}\n`)
  const noDay = ['audit-samples', 'draw', '--organisation', 'sample-bazarune', '--week', 'monday']
  expect((await runCli(noDay, { env })).err).toContain('write the Monday of the week')
  const again = await runCli(['sample', 'load'], { env })
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('already exists (loaded)')])

  const removed = await runCli(['sample', 'remove'], { env })
  expect([removed.code, removed.out]).toEqual([
    0,
    'Removed the sample alliance: 11 organisations, 14 sign-ins, 2,044 listings.\n',
  ])
  expect(existsSync(file)).toBe(false)
  expect(await listingsOf(sent[0] ?? '', password)).toBeUndefined()
  serving.signal('SIGTERM')
  expect(await serving.ended).toMatchObject({ code: 0 })
  await serve('--sample')
  expect((await runCli(['sample', 'status'], { env })).out).toBe(
    'The sample alliance was removed.\n',
  )
})
