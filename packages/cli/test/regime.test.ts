import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

test('regime list names written and reserved regimes', async () => {
  const { code, out } = await runCli(['regime', 'list'])
  expect(code).toBe(0)
  expect(out).toMatch(/^eu-dsa\tDigital Services Act, .+ provisions verified$/m)
  expect(out).toContain('us-dmca\treserved, not written yet')
})

test('regime show --table prints the page of the docs', async () => {
  const { code, out } = await runCli(['regime', 'show', 'eu-dsa', '--table'])
  const page = new URL('../../../docs/law/eu-dsa.md', import.meta.url)
  expect([code, out]).toEqual([0, readFileSync(page, 'utf8')])
})

test('regime show reports that a reserved regime is not written', async () => {
  const { code, err } = await runCli(['regime', 'show', 'uk'])
  expect(code).toBe(1)
  expect(err).toBe('touchstone: The regime uk is not written yet; its name is reserved.\n')
})
