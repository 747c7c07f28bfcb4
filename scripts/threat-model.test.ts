import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './archive/places.ts'

test('every test by which the threat model proves something exists', () => {
  const page = readFileSync(join(root, 'docs/design/threat-model.md'), 'utf8')
  const named = [...page.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path = '']) => path)
  expect(named.length).toBeGreaterThan(50)
  const isThere = (path: string): boolean =>
    existsSync(join(root, path)) || existsSync(join(root, 'packages/server/src', path))
  expect(named.filter((path) => !isThere(path))).toEqual([])
})
