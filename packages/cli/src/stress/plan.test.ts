import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPlan } from './plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-plan-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(text: string): ReturnType<typeof readPlan> {
  const file = join(folder, 'plan.json')
  writeFileSync(file, text)
  return readPlan(file)
}

test('what a plan leaves out has a default', async () => {
  expect(await read('{"seconds": 60, "screening": {"perSecond": 10}}')).toEqual({
    seconds: 60,
    warmUpSeconds: 5,
    waitSeconds: 60,
    seed: 1,
    storedListings: 0,
    screening: { perSecond: 10, lostShare: 0 },
    server: {},
  })
})

test('a plan without a load is refused', async () => {
  await expect(read('{"seconds": 60}')).rejects.toThrow(
    'must contain at least one of intake, screening, queue, captures, watches',
  )
})

test('each fault is named with its line and value', async () => {
  const text =
    '{"seconds": 60,\n "captures": {"perMinute": 21},\n "queue": {"perSecond": 0},\n "que": 1}'
  const faults = await read(text).then(
    () => '',
    (error: Error) => error.message,
  )
  expect(faults).toContain('line 2: /captures/perMinute')
  expect(faults).toContain('found 21')
  expect(faults).toContain('line 3: /queue/perSecond')
  expect(faults).toContain('que')
})

test('the plan of the page on sizing can be used as it stands', async () => {
  const page = readFileSync(new URL('../../../../docs/sizing.md', import.meta.url), 'utf8')
  const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? []
  expect(await read(example)).toMatchObject({ captures: { perMinute: 2 } })
})
