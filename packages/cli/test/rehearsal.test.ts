import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaseHistory, replayEvents, shippedRules } from '@touchstone/jurisdiction'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli, runCliProcess, type Ran } from './run-cli.ts'

const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const folder = mkdtempSync(join(tmpdir(), 'touchstone-rehearsal-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const out = join(folder, 'out')
let bag: string
const read = (name: string): string => readFileSync(join(out, name), 'utf8')

test('without Chromium the refusal explains how to get it, and nothing is written', async () => {
  const env = { CHROMIUM_PATH: join(folder, 'none') }
  const ran = await runCli(['rehearsal', '--regime', 'eu-dsa', '--out', join(folder, 'no')], {
    env,
  })
  expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/apt-get install chromium/)])
  expect(existsSync(join(folder, 'no'))).toBe(false)
})

test('a regime without a rehearsal is named', async () => {
  const ran = await runCli(['rehearsal', '--regime', 'cn-ecl', '--out', join(folder, 'no')])
  expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/cn-ecl has no rehearsal yet/)])
})

const where = existsSync(chromium) ? '' : ` (left out: no Chromium at ${chromium})`
describe.skipIf(!existsSync(chromium))(`a rehearsal of eu-dsa${where}`, () => {
  let ran: Ran
  beforeAll(async () => {
    ran = await runCliProcess(['rehearsal', '--regime', 'eu-dsa', '--out', out])
    bag = join(out, readdirSync(out).find((name) => existsSync(join(out, name, 'bagit.txt'))) ?? '')
  })

  test('describes each step in a sentence and ends with an outcome', () => {
    expect([ran.code, ran.err]).toEqual([0, ''])
    const steps = ran.out.split('\n').filter((line) => /^ ?\d+ {2}/.test(line))
    expect(steps.length).toBeGreaterThan(18)
    for (const step of steps) expect(step).toMatch(/^ ?\d+ {2}\S.+\.$/)
    expect(steps.at(-1)).toMatch(/Outcome: the listing stays disabled, and nothing is open/)
  })

  test('leaves one package, which verify accepts, and whose keys are those of the run', async () => {
    const bags = readdirSync(out).filter((name) => existsSync(join(out, name, 'bagit.txt')))
    expect(bags).toEqual([expect.stringMatching(/^capture-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/)])
    const trust = readdirSync(join(out, 'trust')).map((name) => join(out, 'trust', name))
    const verified = await runCli(['verify', bag, '--json', '--trust', ...trust])
    expect(verified.code).toBe(0)
    expect(JSON.parse(verified.out)).toMatchObject({
      sound: true,
      publisher: { trusted: true },
      timestamps: [{ trusted: true }, { trusted: true }],
    })
    const items = readdirSync(join(bag, 'data', 'items'))
    expect(items).toEqual(
      expect.arrayContaining(['capture.wacz', 'capture.json', 'page.html', 'page-1.png']),
    )
    expect(readFileSync(join(bag, 'data', 'report.pdf'), 'latin1')).toMatch(/^%PDF-/)
  })

  test('leaves a package that other programs accept', () => {
    const manifests = ['manifest-sha256.txt', 'tagmanifest-sha256.txt']
    execFileSync('sha256sum', ['-c', '--quiet', ...manifests], { cwd: bag })
    for (const name of ['lantern', 'harbour']) {
      const stamp = join(bag, 'seal', 'timestamps', `${name}.tsr`)
      const root = join(out, 'trust', `${name}-root.pem`)
      const data = join(bag, 'seal', 'statement.json')
      const command = ['ts', '-verify', '-data', data, '-in', stamp, '-CAfile', root]
      expect(execFileSync('openssl', command, { stdio: 'pipe' }).toString()).toMatch(/OK/)
    }
  })

  test('leaves the case as events that add up to the same, with both sides’ letters', () => {
    const history = CaseHistory.parse(JSON.parse(read('case.json')))
    const folded = replayEvents(shippedRules('eu-dsa'), history)
    if (!folded.ok) throw new Error(folded.refusal.message)
    const states = Object.values(folded.state.instances).map(({ workflow, state }) => [
      workflow,
      state,
    ])
    expect(states.sort()).toEqual([
      ['complaint', 'closed'],
      ['complaint', 'complainant-informed'],
      ['notice', 'notifier-informed'],
      ['restriction', 'statement-sent'],
      ['transparency-filing', 'filed'],
    ])
    for (const { documents } of Object.values(folded.state.instances)) {
      for (const { deliveredAt } of documents) expect(deliveredAt).toBeDefined()
    }
  })

  test('leaves the letters as a server took them, with the page for the seller in its own alone', () => {
    const [notice, statement, ...more] = readdirSync(join(out, 'mail')).map((name) =>
      read(join('mail', name)).replace(/=\r\n/g, ''),
    )
    expect([notice, statement, more.length]).toEqual([
      expect.stringMatching(/^To: notices@pasar\.example\r$/m),
      expect.stringMatching(/^To: toko-embun@mail\.example\r$/m),
      0,
    ])
    expect(statement).toMatch(/does not ask for a password/)
    const [link] = /\/appeal#[A-Za-z0-9_-]{43}/.exec(statement!)!
    const page = JSON.parse(read('seller/page-decided.json')) as { state: string }
    expect(page.state).toBe('rejected')
    // The seller's documents show supplier and price: the notifier gets only the decision and its summary.
    const notifierTexts = readdirSync(join(out, 'notifier')).map((name) =>
      read(join('notifier', name)),
    )
    const answered = notifierTexts.filter((text) => text.includes('"outcome": "rejected"'))
    expect(answered).toHaveLength(3)
    for (const text of [notice!, ...notifierTexts]) {
      expect(text).not.toMatch(/invoice|Grosshandel|4\.10 EUR/i)
      expect(text).not.toContain(link)
    }
  })

  test('a folder with content is left alone', async () => {
    const again = await runCli(['rehearsal', '--regime', 'eu-dsa', '--out', out])
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/is not empty/)])
  })
})
