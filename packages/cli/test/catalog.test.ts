import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putStore } from '@touchstone/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openForCommands } from './command-channel.ts'
import { runCli, type Ran } from './run-cli.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-cli-catalog-'))
let opened: Awaited<ReturnType<typeof openForCommands>>
afterAll(async () => {
  await opened.close()
  rmSync(root, { recursive: true })
})
const env = { DATA_DIR: join(root, 'data'), DATABASE_URL: '', DATABASE_APP_URL: '' }
const run = (args: string, input: string | Uint8Array = ''): Promise<Ran> =>
  runCli(args.split(' '), { env, input })
const file = (name: string, text: string): string => {
  const path = join(root, name)
  writeFileSync(path, text)
  return path
}

const catalog = {
  brands: [{ id: 'acme', name: 'Acme' }],
  products: [{ id: 'T-1', brand: 'acme', name: 'Acme Tote' }],
}

beforeAll(() => putStore(env.DATA_DIR))
beforeAll(async () => {
  opened = await openForCommands(env)
  await run('organisations create --kind rights-holder --slug acme-group --name Acme')
  const path = file('catalog.json', JSON.stringify(catalog))
  const { code, err } = await run(`catalog import ${path} --organisation acme-group`)
  expect(code).toBe(0)
  expect(err).toBe(
    'Read json.\n1 brand: 1 added.\n1 product: 1 added.\nNo effect until a claim to the brand is approved: acme.\n',
  )
})

test('the operator previews a table of prices, takes it, and gets the catalog back', async () => {
  const prices = 'SKU,MSRP EUR\nT-1,"890,50"\nT-2,10\n'
  const command = 'catalog import - --organisation acme-group --preview'
  const preview = await run(command, prices)
  expect(preview.code).toBe(0)
  expect(preview.err).toContain('Read csv: SKU → id, MSRP EUR → amount.')
  expect(preview.err).toContain('1 product: 1 would be changed.\n  product T-1: changed (msrp)')
  expect(preview.err).toMatch(/1 row could not be read:\n {2}line 3: \/brand is missing/)
  expect(JSON.parse((await run('catalog export --organisation acme-group')).out)).toEqual(catalog)
  await run(command.replace(' --preview', ''), prices)
  const { out } = await run('catalog export --organisation acme-group')
  expect(JSON.parse(out)).toMatchObject({
    products: [{ id: 'T-1', msrp: [{ amount: '890.5', currency: 'EUR' }] }],
  })
})

test('a table whose encoding is unclear is refused with its likely readings, and read once one is named', async () => {
  // 財布 in Shift-JIS.
  const table = Buffer.from('id,brand,name\nW-1,acme,\x8d\xe0\x95\x7a\n', 'latin1')
  const command = 'catalog import - --organisation acme-group'
  const refused = await run(command, table)
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('the encoding of the file is unclear')
  expect(refused.err).toContain('in shift_jis: W-1,acme,財布')
  expect(refused.err.match(/in [a-z0-9_-]+: W-1/g)?.length).toBeGreaterThan(1)
  const imported = await run(`${command} --encoding sjis`, table)
  expect([imported.code, imported.err]).toEqual([
    0,
    expect.stringContaining('1 product: 1 added.') as string,
  ])
  const { out } = await run('catalog export --organisation acme-group')
  expect(out).toContain('"name": "財布"')
  const unknown = await run(`${command} --encoding klingon`, table)
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringContaining('Write one of utf-8') as string,
  ])
})

test.each([
  ['catalog import - --organisation nobody', '{"brands": []}', 'no organisation nobody'],
  ['catalog import - --organisation acme-group', '{"brands": [', 'is not JSON'],
  ['catalog import - --organisation acme-group', 'name\nBag\n', '/id has no column'],
  ['catalog import - --organisation acme-group --brand zz', 'id\n1\n', 'there is no brand "zz"'],
  ['catalog import none.csv --organisation acme-group', '', 'none.csv does not exist'],
])('reports what is wrong with: %s', async (args, input, words) => {
  expect(await run(args, input)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining(words) as string,
  })
})
