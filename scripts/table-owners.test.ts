import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tableOwners } from './table-owners.ts'

const schema = join(import.meta.dirname, '../packages/server/src/platform/db/schema.ts')

test('every table of the schema has one owner, and nothing else has', () => {
  const tables = [...readFileSync(schema, 'utf8').matchAll(/^ {2}(\w+): \{$/gm)].map(
    ([, table]) => table ?? '',
  )
  expect(tables.length).toBeGreaterThan(100)
  expect([...tableOwners().keys()].sort()).toEqual(tables.sort())
})

test('every domain owns tables', () => {
  expect([...new Set(tableOwners().values())].sort()).toEqual([
    'access',
    'app',
    'brands',
    'demo',
    'enforcement',
    'goods',
    'images',
    'investigation',
    'listings',
    'messaging',
    'platform',
    'privacy',
    'review',
    'sellers',
    'watches',
  ])
})

describe('in a series of migrations', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'touchstone-owners-'))
    write('0001_access.sql', 'create table keys (\n  id int\n);\n\ncreate table people (id int);\n')
    write('0002_brands.sql', '-- create table no_table\ncreate table claims (id int);')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function write(name: string, sql: string): void {
    writeFileSync(join(folder, name), sql)
  }

  test('a table belongs to the domain whose migration creates it, also under a new name', () => {
    write('0003_access_tokens.sql', 'create table tokens (id int);\ndrop table keys;')
    write('0004_brands_rights.sql', 'alter table claims rename to rights;')
    expect(Object.fromEntries(tableOwners(folder))).toEqual({
      people: 'access',
      tokens: 'access',
      rights: 'brands',
    })
  })

  test.each([
    ['creates a table that there is', 'create table people (id int);', 'people, a table of access'],
    [
      'drops a table of another domain',
      'drop table if exists people;',
      'people, a table of access',
    ],
    ['renames one', 'alter table people rename to users;', 'people, a table of access'],
    ['drops a table that there is not', 'drop table users;', 'users, a table of no domain'],
  ])('a migration that %s is refused', (_what, sql, words) => {
    write('0003_brands_more.sql', sql)
    expect(() => tableOwners(folder)).toThrow(words)
  })

  test('a migration that names no domain is refused', () => {
    write('0003_logos_more.sql', 'create table logos (id int);')
    expect(() => tableOwners(folder)).toThrow(
      '0003_logos_more.sql names no domain with a baseline: access, brands',
    )
    rmSync(join(folder, '0003_logos_more.sql'))
    write('3-more.sql', '')
    expect(() => tableOwners(folder)).toThrow('3-more.sql is not named like')
  })
})
