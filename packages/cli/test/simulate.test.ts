import { expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const simulate = (...args: string[]) => runCli(['simulate', '--regime', 'eu-dsa', ...args])

test('simulate tells state by state when each time limit ends and would end', async () => {
  const { code, out } = await simulate('--period', 'complaint.period=270', '--from', '2026-12-01')
  expect(code).toBe(0)
  expect(out).toContain(
    [
      '  open  Open for complaints',
      '    differs  complaint.period  Complaint period',
      '             current:      the end of 2027-06-01',
      '             simulated:    the end of 2027-08-30',
      '             Art. 20(1) (verified); Art. 20(2) (verified); Art. 20(2) (policy); Reg. 1182/71 Art. 3 (not verified)',
    ].join('\n'),
  )
  expect(out.match(/^ {4}differs/gm)).toHaveLength(1)
})

test('simulate says which time limits there are, and what a period is', async () => {
  const unknown = await simulate('--period', 'complaint.perod=270')
  expect([unknown.code, unknown.out]).toEqual([1, ''])
  expect(unknown.err).toMatch(
    /^touchstone: The regime eu-dsa has no time limit complaint\.perod: .*complaint\.period/,
  )
  const [wordy, twice] = await Promise.all([
    simulate('--period', 'complaint.period=nine'),
    simulate('--period', 'complaint.period=1', '--period', 'complaint.period=2'),
  ])
  expect([wordy.code, wordy.err]).toEqual([2, expect.stringContaining('a whole number from 0')])
  expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('is set twice')])
})
