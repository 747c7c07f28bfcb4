import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { findChromium } from './chromium.ts'

test('Chromium is the one named, else the first on PATH, and must be a program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-machine-'))
  const program = join(folder, 'chromium')
  await writeFile(program, '')
  const path = ['/nowhere', folder].join(delimiter)
  expect(findChromium({ PATH: path })).toBeUndefined()
  await chmod(program, 0o755)
  expect(findChromium({ PATH: path })).toBe(program)
  expect(findChromium({ CHROMIUM_PATH: program, PATH: '' })).toBe(program)
  expect(findChromium({ CHROMIUM_PATH: '/nowhere/chromium', PATH: path })).toBeUndefined()
  await rm(folder, { recursive: true })
})
