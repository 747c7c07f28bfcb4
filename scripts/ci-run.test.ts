import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'touchstone-ci-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What a program that `.ci/run` starts as npm finds, on a machine with nothing else installed. */
function runCi(env: Record<string, string>): string {
  const bin = mkdtempSync(join(folder, 'bin-'))
  for (const name of ['bash', 'dirname', 'env']) {
    symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(bin, name))
  }
  writeFileSync(join(bin, 'npm'), '#!/usr/bin/env bash\necho "$* with CI=$CI"\n')
  chmodSync(join(bin, 'npm'), 0o755)
  return execFileSync(join(root, '.ci/run'), { encoding: 'utf8', env: { PATH: bin, ...env } })
}

test.skipIf(process.platform === 'win32')(
  'the run of CI tells its tests that they are in CI',
  () => {
    expect(runCi({})).toContain('test with CI=true')
    expect(runCi({ CI: '1' })).toContain('test with CI=1')
  },
)

test.each(['', 'true'])(
  'with CI=%j PostgreSQL and Chromium that are missing are left out, or not',
  (CI) => {
    const program = `
    const { hasChromium } = await import('./packages/console/test/browser.ts')
    console.log(hasChromium)`
    const said = execFileSync(process.execPath, ['--conditions=touchstone-source', '-e', program], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CI, CHROMIUM_PATH: '/nowhere/chromium' },
    })
    expect(said.trim()).toBe(String(CI === 'true'))
  },
)

test('every test that is skipped without a browser or a database checks whether it is in CI', () => {
  const files = globSync('packages/*/{src,test}/**/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const asks = [
      ...text.matchAll(/const (?:hasChromium|postgresqlMissing) =[^]*?\n(?=\n|\/\/|const|export)/g),
    ]
    return asks.map(([words]) => ({ file, inCi: words.includes("process.env['CI']") }))
  })
  expect(files.length).toBeGreaterThanOrEqual(4)
  expect(files.filter(({ inCi }) => !inCi)).toEqual([])
})
