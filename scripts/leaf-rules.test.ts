import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)

/** A folder with the configuration of the lint alone. */
function linted(): string {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-lint-'))
  const rules = ['leaf-rules', 'cross-domain-references', 'table-owners', 'table-references']
  const files = [
    'oxlint.config.ts',
    'tsconfig.base.json',
    ...rules.map((name) => `scripts/${name}.ts`),
  ]
  const manifests = ['recognition', 'jurisdiction', 'linkage'].map(
    (name) => `packages/${name}/package.json`,
  )
  for (const file of [...files, ...manifests]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    copyFileSync(join(root, file), join(folder, file))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // The owners of tables are read from the migrations.
  const migrations = 'packages/server/src/platform/db/migrations'
  cpSync(join(root, migrations), join(folder, migrations), { recursive: true })
  return folder
}

type Diagnostic = { filename: string; code: string; message: string; help?: string }

/** The lint messages for each file in a folder, by path. */
function lint(folder: string, options: string[]): Map<string, string[]> {
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', ...options],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 24 },
  )
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] }
  const found = new Map<string, string[]>()
  for (const { filename, code, message, help } of diagnostics) {
    found.set(filename, [...(found.get(filename) ?? []), [code, message, help].join(' ')])
  }
  return found
}

const engine = 'packages/recognition/src/price/policy.ts'
const law = 'packages/jurisdiction/src/proceeding/policy.ts'
const links = 'packages/linkage/src/scoring/policy.ts'
const cli = 'packages/cli/src/screen.ts'
const evidence = 'packages/evidence/src/timestamp/fetch-timestamp.ts'
const server = 'packages/server/src/investigation/cases/repository.ts'

const refused: [what: string, file: string, code: string, words: RegExp][] = [
  ['any', cli, 'export const a = (b: any): unknown => b', /no-explicit-any/],
  ['a default export', cli, 'export default 1', /no-default-export/],
  ['a non-null assertion', cli, 'export const a = (b?: string): string => b!', /no-non-null/],
  [
    'a type imported as a value',
    cli,
    "import { Listing } from '@touchstone/contract'\nexport const a = (b: Listing): Listing => b",
    /consistent-type-imports/,
  ],
  ['an equality that converts', cli, 'export const a = (b: string): boolean => b == "1"', /eqeqeq/],
  ['a name that nothing reads', cli, 'const a = 1', /no-unused-vars/],
  [
    'an expression that does nothing',
    cli,
    'export const a = (b: number): void => {\n  b + 1\n}',
    /no-unused-expressions/,
  ],
  [
    'a variable that never changes',
    cli,
    'export function a(): number {\n  let b = 1\n  return b\n}',
    /prefer-const/,
  ],
  [
    'a case that falls through',
    cli,
    'export function a(b: number): number {\n  let c = 0\n  switch (b) {\n    case 1:\n      c = 1\n    case 2:\n      c = 2\n  }\n  return c\n}',
    /no-fallthrough/,
  ],
  [
    'code that nothing reaches',
    cli,
    'export function a(): number {\n  return 1\n  a()\n}',
    /no-unreachable/,
  ],
  [
    'a comparison with itself',
    cli,
    'export const a = (b: number): boolean => b !== b',
    /no-self-compare/,
  ],
  [
    'half a character in a class',
    cli,
    'export const a = /[\u{1f44d}]/',
    /no-misleading-character-class/,
  ],
  ['require', cli, "export const a = require('node:fs')", /no-require-imports/],
  ['the type of every function', cli, 'export type A = Function', /no-unsafe-function-type/],
  ['a comment that silences the types', cli, '// @ts-ignore\nexport const a = 1', /ban-ts-comment/],
  [
    'a hook under a condition',
    'packages/console/src/app/app.tsx',
    "import { useState } from 'react'\nexport function A({ b }: { b: boolean }) {\n  if (b) useState(1)\n  return null\n}",
    /rules-of-hooks/,
  ],
  [
    'an effect that forgets what it reads',
    'packages/console/src/app/app.tsx',
    "import { useEffect } from 'react'\nexport function A({ b }: { b: () => void }) {\n  useEffect(() => b(), [])\n  return null\n}",
    /exhaustive-deps/,
  ],
  [
    'a state that is set while it is read',
    'packages/console/src/app/app.tsx',
    "import { useState } from 'react'\nexport function A() {\n  const [b, setB] = useState(1)\n  setB(2)\n  return b\n}",
    /set-state-in-render/,
  ],
  [
    'the clock in a component',
    'packages/console/src/app/app.tsx',
    'export function A() {\n  return <p>{Date.now()}</p>\n}',
    /purity/,
  ],
  [
    'the queue\u2019s SQL elsewhere',
    server,
    "export const a = (b: { runQueueSql: (c: string) => void }): void => b.runQueueSql('d')",
    /for the queue of platform/,
  ],
  ['the server in recognition', engine, "import '@touchstone/server'", /recognition/],
  ['the cli in recognition', engine, "export * from '@touchstone/cli'", /recognition/],
  [
    'the server in a test of recognition',
    'packages/recognition/src/price/policy.test.ts',
    "import '@touchstone/server'",
    /recognition stands before/,
  ],
  ['another package in evidence', evidence, "import '@touchstone/server'", /offline and alone/],
  ['a socket in evidence', evidence, "import 'node:https'", /offline and alone/],
  ['fetch in evidence', evidence, "export const a = fetch('x:')", /offline/],
  ['console.log in a command', cli, "console.log('a')", /ProgramIo/],
  ['the environment in a command', cli, 'export const a = process.env', /ProgramIo/],
  ['an end of the process in a command', cli, 'process.exit(1)', /ProgramIo/],
  ['an imported process in a command', cli, "import 'node:process'", /ProgramIo/],
  ['the workspace contract in recognition', engine, "import '@touchstone/contract'", /#contract/],
  ['a node: builtin in recognition', engine, "import 'node:fs'", /pure/],
  ['a bare builtin in recognition', engine, "import 'fs'", /pure/],
  ['an imported builtin in recognition', engine, "export const a = import('node:fs')", /pure/],
  ['a type of a builtin in recognition', engine, "export type A = import('node:fs').Stats", /pure/],
  ['Date.now in recognition', engine, 'export const a = Date.now()', /no clock/],
  ['new Date() in recognition', engine, 'export const a = new Date()', /no clock/],
  ['Date() in recognition', engine, 'export const a = Date()', /no clock/],
  ['Math.random in recognition', engine, 'export const a = Math.random()', /no chance/],
  ['process in recognition', engine, 'export const a = process.env', /no process/],
  ['globalThis in recognition', engine, 'export const a = globalThis.fetch', /no process/],
  ['fetch in recognition', engine, "export const a = fetch('x:')", /network/],
  ['a timer in recognition', engine, 'export const a = setTimeout(() => 1, 1)', /timer/],
  ['import.meta in recognition', engine, 'export const a = import.meta.url', /no process/],
  ['a builtin in jurisdiction', law, "import 'node:fs'", /jurisdiction is pure/],
  ['the server in jurisdiction', law, "import '@touchstone/server'", /jurisdiction is pure/],
  ['Date.now in jurisdiction', law, 'export const a = Date.now()', /no clock/],
  ['a builtin in linkage', links, "import 'node:fs'", /linkage is pure/],
  ['the server in linkage', links, "import '@touchstone/server'", /linkage is pure/],
  ['Math.random in linkage', links, 'export const a = Math.random()', /no chance/],
  ['Date.now in linkage', links, 'export const a = Date.now()', /no clock/],
  ['another import in contract', 'packages/contract/src/new.ts', "import 'commander'", /zod alone/],
  ['a builtin in contract', 'packages/contract/src/new.ts', "import 'node:fs'", /zod alone/],
  [
    'a leaf by its side door',
    engine,
    "import { fold } from '../text/fold.ts'\nexport const a = fold",
    /by its index.ts/,
  ],
  [
    'a leaf by its side door from a test folder',
    'packages/recognition/test/price.test.ts',
    "export * from '../src/price/policy.ts'",
    /by its index.ts/,
  ],
  [
    'a leaf that is made tomorrow',
    'packages/server/src/investigation/cases/manage-cases.ts',
    "import { a } from '../evidence/store.ts'\nexport const b = a",
    /by its index.ts/,
  ],
  [
    'a leaf of the platform by its side door',
    'packages/server/src/platform/db/store.ts',
    "export * from '../errors/app-error.ts'",
    /by its index.ts/,
  ],
  [
    'a connection of its own',
    server,
    "import { Pool } from 'pg'\nexport const a = Pool",
    /transact/,
  ],
  [
    'a connection to the embedded store',
    server,
    "export { PGlite } from '@electric-sql/pglite'",
    /transact/,
  ],
  [
    'a query builder of its own',
    server,
    "import { Kysely } from 'kysely'\nexport const a = Kysely",
    /transact/,
  ],
  [
    'another organisation in a transaction',
    server,
    "export { actForOrganisation } from '../../platform/db/index.ts'",
    /both sides of a notice/,
  ],
  [
    'another organisation in a transaction, imported',
    server,
    "import { actForOrganisation } from '../../platform/db/index.ts'\nexport const a = actForOrganisation",
    /both sides of a notice/,
  ],
  [
    'another package by its files',
    cli,
    "export * from '../../contract/src/index.ts'",
    /by its name/,
  ],
  ['utils', 'packages/cli/src/utils.ts', 'export const a = 1', /says nothing/],
  ['helpers', 'packages/cli/src/helpers/a.ts', 'export const a = 1', /says nothing/],
  ['common', 'packages/cli/src/common.ts', 'export const a = 1', /says nothing/],
  ['manager', 'packages/cli/src/case-manager.ts', 'export const a = 1', /says nothing/],
  ['innerHTML', 'packages/cli/src/report/a.js', "document.body.innerHTML = 'a'", /strangers/],
  ['["innerHTML"]', 'packages/cli/src/report/a.js', "document.body['innerHTML'] = ''", /strangers/],
  ['outerHTML', 'packages/cli/src/report/a.js', "document.body.outerHTML = 'a'", /strangers/],
  [
    'insertAdjacentHTML',
    'packages/cli/src/report/a.js',
    "document.body.insertAdjacentHTML('beforeend', 'a')",
    /strangers/,
  ],
  ['document.write', 'packages/cli/src/report/a.js', "document.write('a')", /strangers/],
  [
    'dangerouslySetInnerHTML',
    'packages/console/src/app/app.tsx',
    "export const a = <p dangerouslySetInnerHTML={{ __html: 'a' }} />",
    /strangers/,
  ],
  [
    'dangerouslySetInnerHTML among properties',
    'packages/console/src/app/app.tsx',
    "export const a = { dangerouslySetInnerHTML: { __html: 'a' } }",
    /strangers/,
  ],
  ['innerHTML in recognition', engine, "export const a = (b) => (b.innerHTML = '')", /strangers/],
  ['an object spread in an object', server, 'export const a = { ...{ b: 1 }, c: 2 }', /length/],
  ['such an object in recognition', engine, 'export const a = { ...{ b: 1 }, c: 2 }', /length/],
  ['such an object in jurisdiction', law, 'export const a = { ...{ b: 1 }, c: 2 }', /length/],
  ['such an object in a test', 'scripts/a.test.ts', 'export const a = { ...{ b: 1 } }', /length/],
  ['such an object in a script', 'scripts/a.mjs', 'export const a = { ...{ b: 1 } }', /length/],
  [
    'an object spread in an object, as const',
    server,
    "export const a = { ...({ b: 'c' } as const), d: 2 }",
    /length/,
  ],
  [
    'an object spread in an object that satisfies a type',
    server,
    'export const a = { ...({ b: 1 } satisfies object), c: 2 }',
    /length/,
  ],
  [
    'an object spread in an object under two assertions',
    server,
    'export const a = { ...({ b: 1 } as const satisfies object), c: 2 }',
    /length/,
  ],
  ['an array spread in an array', server, "export const a = [...['b', 'c'], 'd']", /length/],
  [
    'an array spread in an array, as const',
    server,
    "export const a = [...(['b', 'c'] as const), 'd']",
    /length/,
  ],
  ['an array spread in a call', server, 'export const a = Math.max(...[1, 2])', /length/],
  ['an array spread in a constructor', server, 'export const a = new Date(...[2026, 1])', /length/],
  [
    'an object spread in an element',
    'packages/console/src/app/app.tsx',
    'export const a = <p {...{ id: "b" }} />',
    /length/,
  ],
  [
    'a table of another domain in SQL',
    server,
    "import { sql } from 'kysely'\nexport const a = sql`select from cases c join listings l on true`",
    /listings is a table of listings: read it through what a queries.ts of listings exports/,
  ],
  [
    'a table of another domain in the query builder',
    'packages/server/src/demo/sample/repository.ts',
    "export const a = (b) => b.deleteFrom('people')",
    /people is a table of access/,
  ],
  [
    'a table in composition',
    'packages/server/src/app/api/app.ts',
    "export const a = (b) => b.selectFrom('answered_requests')",
    /answered_requests is a table of platform/,
  ],
  [
    'a repository in exported queries',
    'packages/server/src/investigation/cases/queries.ts',
    "import { a } from './repository.ts'\nexport const b = a",
    /queries.ts imports the platform and other queries.ts alone/,
  ],
  ['a tuple spread in a tuple', server, 'export type A = [string, ...[number, number]]', /length/],
]

const allowed: [what: string, file: string, code: string][] = [
  ['the schemas in recognition', engine, "export type { Listing } from '#contract'"],
  ['a date from an argument', engine, 'export const a = (b: string): Date => new Date(b)'],
  ['a leaf by its index.ts', engine, "export { fold } from '../text/index.ts'"],
  ['SQL in a leaf of the server', server, "export { sql } from 'kysely'"],
  [
    'a leaf of the platform by its index.ts',
    server,
    "export { AppError } from '../../platform/errors/index.ts'",
  ],
  [
    'the exported queries of a leaf',
    server,
    "export { listingFacts } from '../../listings/ingest/queries.ts'",
  ],
  [
    'exported queries of another leaf in exported queries',
    'packages/server/src/investigation/cases/queries.ts',
    "export { listingFacts } from '../../listings/ingest/queries.ts'",
  ],
  ['an own table', server, "import { sql } from 'kysely'\nexport const a = sql`select from cases`"],
  [
    'a table of another domain in a test',
    'packages/server/src/investigation/cases/cases.test.ts',
    "import { sql } from 'kysely'\nexport const a = sql`select from listings`",
  ],
  ['the own leaf', engine, "export * from './band.ts'"],
  [
    'the types of the query builder',
    server,
    "import type { Kysely } from 'kysely'\nexport type A = Kysely<unknown>",
  ],
  ['a parameter that nothing reads', cli, 'export const a = (_b: string): number => 1'],
  ['an equality with null', cli, 'export const a = (b?: string): boolean => b == null'],
  ['data beside the sources', engine, "export { default as a } from '../../vocabulary/a.json'"],
  [
    'Node in a test of recognition',
    'packages/recognition/src/price/policy.test.ts',
    "export { readFileSync } from 'node:fs'",
  ],
  [
    'a non-null assertion in a test',
    'packages/cli/src/screen.test.ts',
    'export const a = (b?: string): string => b!',
  ],
  ['a default export of a configuration', 'new.config.ts', 'export default {}'],
  ['zod in contract', 'packages/contract/src/new.ts', "export { z } from 'zod'"],
  ['a word that only contains common', 'packages/cli/src/uncommon.ts', 'export const a = 1'],
  [
    'an object spread on a condition',
    server,
    'export const a = (b?: number): object => ({ ...(b !== undefined && { b }), ...(b ? { c: b } : {}) })',
  ],
  [
    'a literal inside what is spread',
    server,
    'export const a = (b: number[]): number[] => [...b, ...[1, 2].map((one) => one + b.length)]',
  ],
  ['a tuple with a rest', server, 'export type A = [string, ...number[]]'],
]

describe('the lint', () => {
  const cases = [...refused, ...allowed].map(([, file, code], at) => ({
    // Each under a different name; a second entrance has only one name, and so needs its own leaf.
    file:
      basename(file) === 'queries.ts'
        ? join(dirname(dirname(file)), `leaf-${at}`, 'queries.ts')
        : join(dirname(file), `${at}-${basename(file)}`),
    code,
  }))
  let folder = ''
  let found = new Map<string, string[]>()
  const saidOf = (at: number): string[] => found.get(cases[at]!.file) ?? []

  beforeAll(() => {
    folder = linted()
    writeFileSync(
      join(folder, 'untyped.config.ts'),
      "import config from './oxlint.config.ts'\nexport default { ...config, options: { denyWarnings: true } }",
    )
    for (const { file, code } of cases) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), code)
    }
    found = lint(folder, [
      '--config',
      'untyped.config.ts',
      ...new Set(cases.map(({ file }) => file.split('/')[0]!)),
    ])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(refused.map((one, at) => [one[0], one[3], at] as const))(
    'refuses %s, and says why',
    (_what, words, at) => {
      expect(saidOf(at)).toContainEqual(expect.stringMatching(words))
    },
  )

  test.each(allowed.map(([what], at) => [what, refused.length + at] as const))(
    'allows %s',
    (_what, at) => {
      expect(saidOf(at)).toEqual([])
    },
  )
})

const typed: [what: string, code: string, words: RegExp][] = [
  ['a type that does not fit', "export const a: number = 'b'", /TS2322/],
  ['a promise that nobody awaits', 'Promise.resolve(1)', /no-floating-promises/],
  ['a value of type any', 'export const a: string = JSON.parse("1")', /no-unsafe-assignment/],
  [
    'a case left out of a switch',
    "export function a(b: 'c' | 'd'): void {\n  switch (b) {\n    case 'c':\n  }\n}",
    /switch-exhaustiveness-check/,
  ],
  ['an import circle', "import { a } from './index.ts'\nexport const b = a", /no-cycle/],
]

describe('the rules that need types', () => {
  test('refuse each of these', () => {
    const folder = linted()
    try {
      const project = { extends: './tsconfig.base.json', compilerOptions: { types: [] } }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...project, include: ['src'] }))
      mkdirSync(join(folder, 'src'))
      writeFileSync(
        join(folder, 'src/index.ts'),
        "import { b } from './4.ts'\nexport const a: unknown = b",
      )
      typed.forEach(([, code], at) => writeFileSync(join(folder, `src/${at}.ts`), code))
      const found = lint(folder, ['src'])
      for (const [at, [, , words]] of typed.entries()) {
        expect(found.get(`src/${at}.ts`)).toContainEqual(expect.stringMatching(words))
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
