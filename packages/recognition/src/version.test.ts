import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ENGINE_VERSION } from './version.ts'

it('is the version of the package', () => {
  const path = new URL('../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  expect(ENGINE_VERSION).toBe(version)
})
