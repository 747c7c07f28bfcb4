import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'touchstone-repeated-'))
afterAll(() => rmSync(folder, { recursive: true }))

const failsOnce = `
  import { existsSync, writeFileSync } from 'node:fs'
  import { expect, test } from 'vitest'
  const isRepeated = existsSync('repeated')
  writeFileSync('repeated', '')
  test('fails by chance', () => expect(isRepeated).toBe(true))
  test('passes', () => expect(1).toBe(1))`
const throwsOnce = `
  import { existsSync, writeFileSync } from 'node:fs'
  import { test } from 'vitest'
  test('leaves a promise behind', async () => {
    if (!existsSync('thrown')) void Promise.reject(new Error('nobody waits for this'))
    writeFileSync('thrown', '')
    await new Promise((resolve) => setTimeout(resolve, 50))
  })`
const failsAgain = `
  import { expect, test } from 'vitest'
  test('fails', () => expect(1).toBe(2))`

test('a test that passes when it is repeated alone is named; one that fails again fails the run', () => {
  mkdirSync(join(folder, 'scripts'))
  for (const script of ['test.mjs', 'streaming-reporter.ts']) {
    cpSync(join(root, 'scripts', script), join(folder, 'scripts', script))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [file, text] of Object.entries({
    '.gitignore': 'node_modules',
    'package.json': '{ "name": "repeated", "type": "module" }',
    'vitest.config.ts': `
      import { StreamingReporter } from './scripts/streaming-reporter.ts'
      const { TOUCHSTONE_TEST_RESULTS: results } = process.env
      export default { test: { reporters: [new StreamingReporter(results)] } }`,
    'once.test.ts': failsOnce,
    'thrown.test.ts': throwsOnce,
    'again.test.ts': failsAgain,
  })) {
    writeFileSync(join(folder, file), text)
  }
  // With Vitest’s own variables it would be part of this run.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/VITEST|TOUCHSTONE_TEST/.test(key)),
  )
  const { status, stdout } = spawnSync(process.execPath, ['scripts/test.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env,
  })
  expect(status).toBe(1)
  const named = stdout.split('\n').filter((line) => /^(failed|unsteady).*test\.ts/.test(line))
  expect(named.toSorted()).toEqual([
    expect.stringMatching(/^failed: again\.test\.ts > fails: expected 1 to be 2/),
    expect.stringMatching(
      /^unsteady, passed alone: once\.test\.ts > fails by chance: expected false/,
    ),
    expect.stringMatching(
      /^unsteady, passed alone: thrown\.test\.ts > an error outside .*nobody waits/,
    ),
  ])
})
