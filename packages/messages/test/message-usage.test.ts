import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesLoadedBy, hiddenKeysIn, keysNamedIn } from './message-usage.ts'

const keys = ['case.open', 'case.state.new', 'case.state.closed', 'log.action.read', 'queue.end']
const sources = {
  'main.ts': `
    import { Row } from './index.ts'
    import type { Late } from './late.ts'
    export const show = (t: (key: string) => string) => [Row, t('case.open'), import('./late.ts')]`,
  'index.ts': `export { Row } from './row.ts'
    export { Other } from './other.ts'`,
  'row.ts': 'export const Row = (t: any, state: string) => t(`case.state.${state}`)',
  'other.ts': "export const Other = (text: any) => text.words('log.action.')",
  'late.ts': "export type Late = string\nexport const late = 'queue.end'",
  'hidden.ts':
    "export const said = (t: any, a: string) => [t(`${a}.hint`), t(a + '.hint'), t(`a.${a}`)]",
}
let folder: string
const file = (name: keyof typeof sources): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-messages-'))
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text)
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a page loads only its own imports from an entrance, without the rest of it and without lazy imports', () => {
  expect([...filesLoadedBy(file('main.ts'))].toSorted()).toEqual([file('main.ts'), file('row.ts')])
})

test('keys are named by strings, by literal prefixes and by a declared prefix', () => {
  const named = (...names: (keyof typeof sources)[]): string[] => [
    ...keysNamedIn(names.map(file), keys),
  ]
  expect(named('main.ts')).toEqual(['case.open'])
  expect(named('row.ts')).toEqual(['case.state.new', 'case.state.closed'])
  expect(named('other.ts', 'late.ts')).toEqual(['log.action.read', 'queue.end'])
})

test('keys without a visible prefix are hidden', () => {
  expect(hiddenKeysIn([file('main.ts'), file('row.ts'), file('other.ts')])).toEqual([])
  expect(hiddenKeysIn([file('hidden.ts')])).toEqual([
    `${file('hidden.ts')}: \`\${a}.hint\``,
    `${file('hidden.ts')}: a + '.hint'`,
  ])
})
