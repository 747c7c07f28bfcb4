import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { checkNode, findChromium } from './machine.ts'

test.each([
  ['24.1.0', 'ok'],
  ['22.18.0', 'ok'],
  ['22.17.9', 'bad'],
  ['20.20.2', 'bad'],
])('Node %s is %s', (version, state) => {
  expect(checkNode(version).state).toBe(state)
})

test('Chromium is the one named, else the first on PATH, and must be a program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-machine-'))
  const program = join(folder, 'chromium')
  await writeFile(program, '')
  const path = ['/nowhere', folder].join(delimiter)
  expect(await findChromium(undefined, path)).toBeUndefined()
  await chmod(program, 0o755)
  expect(await findChromium(undefined, path)).toBe(program)
  expect(await findChromium(program, '')).toBe(program)
  expect(await findChromium('/nowhere/chromium', path)).toBeUndefined()
  await rm(folder, { recursive: true })
})
