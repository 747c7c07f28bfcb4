import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { affectedTests, readImportGraph, type ImportGraph } from './affected-tests.ts'

const src = 'packages/server/src'
const price = `${src}/listings/price`
const queue = `${src}/listings/queue`
const files: Record<string, string> = {
  'packages/pure/package.json': JSON.stringify({
    name: '@touchstone/pure',
    exports: { '.': { 'touchstone-source': './src/index.ts', default: './dist/index.js' } },
  }),
  'packages/pure/src/index.ts':
    "export { fold as foldText } from './fold.ts'\nexport * from './trim.ts'",
  'packages/pure/src/fold.ts': 'export const fold = 1',
  'packages/pure/src/trim.ts': 'export const trim = 1\nexport type Trim = number',
  'packages/pure/src/fold.test.ts': "import { fold } from './fold.ts'",
  [`${price}/index.ts`]:
    "export { band } from './band.ts'\nexport { rate, type Rate } from './rate.ts'",
  [`${price}/band.ts`]: "import { foldText } from '@touchstone/pure'\nexport const band = foldText",
  [`${price}/band.test.ts`]: "import { band } from './band.ts'",
  [`${price}/rate.ts`]: "import type { Trim } from '@touchstone/pure'\nexport const rate = 1",
  [`${queue}/order.ts`]:
    "import {\n  band as byBand,\n  type Rate,\n} from '../price/index.ts'\nexport const order = byBand",
  [`${queue}/order.test.ts`]: "import { order } from './order.ts'",
  [`${queue}/worker.test.ts`]: "const worker = new URL('./worker-main.ts', import.meta.url)",
  [`${queue}/worker-main.ts`]: "const { trim } = await import('@touchstone/pure')",
  [`${src}/app/api/app.ts`]:
    "import { order } from '../../listings/queue/order.ts'\nimport { rate } from '../../listings/price/index.ts'",
  [`${src}/app/api/app.test.ts`]: "import { app } from './app.ts'",
  'packages/server/test/users.ts': "import { app } from '../src/app/api/app.ts'",
  [`${src}/access/users/sign-in.test.ts`]: "import { users } from '../../../test/users.ts'",
}

describe('the files affected by a change', () => {
  let root = ''
  let graph: ImportGraph
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'touchstone-imports-'))
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), text)
    }
    graph = readImportGraph(root)
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test.each<[changed: string, tests: string[]]>([
    [`${queue}/order.ts`, [`${queue}/order.test.ts`, `${queue}/worker.test.ts`]],
    [`${price}/rate.ts`, [`${price}/band.test.ts`]],
    [
      'packages/pure/src/fold.ts',
      [
        'packages/pure/src/fold.test.ts',
        `${price}/band.test.ts`,
        `${queue}/order.test.ts`,
        `${queue}/worker.test.ts`,
      ],
    ],
    ['packages/pure/src/trim.ts', ['packages/pure/src/fold.test.ts', `${queue}/worker.test.ts`]],
    [`${price}/band.ts`, [`${price}/band.test.ts`, `${queue}/order.test.ts`]],
    ['packages/server/test/users.ts', [`${src}/access/users/sign-in.test.ts`]],
    [`${src}/app/api/app.ts`, [`${src}/app/api/app.test.ts`]],
    [`${src}/access/users/sign-in.test.ts`, [`${src}/access/users/sign-in.test.ts`]],
    ['README.md', []],
  ])('a change of %s runs the tests that execute it', (changed, tests) => {
    expect(affectedTests(graph, [changed])).toEqual(tests)
  })
})
