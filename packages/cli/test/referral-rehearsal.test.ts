import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { referralTemplateIds } from '@touchstone/jurisdiction'
import { afterAll, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-referral-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each(referralTemplateIds)(
  'a rehearsal of %s leaves a dossier, its redacted copy and a supplement, which verify accepts',
  async (template) => {
    const out = join(folder, template)
    const ran = await runCli(['rehearsal', '--referral', template, '--out', out])
    expect([ran.code, ran.err]).toEqual([0, ''])
    const steps = ran.out.split('\n').filter((line) => /^ ?\d+ {2}/.test(line))
    expect(steps).toHaveLength(9)
    for (const step of steps) expect(step).toMatch(/^ ?\d+ {2}\S.+\.$/)
    const packages = readdirSync(out).filter((name) => existsSync(join(out, name, 'bagit.txt')))
    const name = `dossier-${template}`
    expect(packages.toSorted()).toEqual([name, `${name}-redacted`, `${name}-supplement`])
    const trust = readdirSync(join(out, 'trust')).map((file) => join(out, 'trust', file))
    for (const one of packages) {
      const against = one === name ? [] : ['--against', join(out, name)]
      const verified = await runCli([
        'verify',
        join(out, one),
        '--json',
        ...against,
        '--trust',
        ...trust,
      ])
      expect(verified.code).toBe(0)
      const verdict = JSON.parse(verified.out) as { checks: { sentence: string }[] }
      expect(verdict).toMatchObject({ sound: true, publisher: { trusted: true } })
      const isForRehearsal = verdict.checks.some(({ sentence }) => /rehearsal only/.test(sentence))
      expect(isForRehearsal).toBe(template !== 'counsel')
    }
    const twin = readFileSync(join(out, `${name}-redacted`, 'data', 'dossier.json'), 'utf8')
    expect(twin).not.toContain('Sari Embun Pratiwi')
    expect(twin).not.toContain('+49 000')
    expect(twin).toContain('"salt":null')
  },
)

test.each([
  [['--referral', 'fbi'], /template fbi is unknown: use --referral with one of us-doj/],
  [[], /--regime or --referral/],
  [['--referral', 'us-doj', '--regime', 'eu-dsa'], /cannot be used with option/],
])('%j is refused, and nothing is written', async (flags, told) => {
  const out = join(folder, 'no')
  const ran = await runCli(['rehearsal', ...flags, '--out', out])
  expect(ran.code).not.toBe(0)
  expect(ran.err).toMatch(told)
  expect(existsSync(out)).toBe(false)
})
