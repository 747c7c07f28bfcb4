import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages } from '../../messages/index.ts'

const server = join(import.meta.dirname, '../../../../server/src')

/** The names under which the server defines its background jobs. */
function jobNames(): string[] {
  return readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => [
      ...readFileSync(join(server, name), 'utf8').matchAll(/defineJob\(\s*'([a-z-]+)'/g),
    ])
    .map(([, name = '']) => name)
}

test.each(['en', 'id', 'zh'] as const)(
  'every background job has a name in words: %s',
  async (locale) => {
    await withMessages(['operator'], Promise.resolve())
    const { word } = createText(locale, await loadCatalogue(locale))
    const names = jobNames()
    expect(names.length).toBeGreaterThan(15)
    expect(names.filter((name) => word(`job-name.${name}`) === undefined)).toEqual([])
  },
)
