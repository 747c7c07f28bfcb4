import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lexicon } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listingLine } from './builders.ts'
import { runCli } from './run-cli.ts'

let folder: string
let german: Lexicon
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-lint-'))
  const shipped = new URL('../../recognition/lexicon/de.json', import.meta.url)
  german = JSON.parse(await readFile(shipped, 'utf8')) as Lexicon
})
afterAll(() => rm(folder, { recursive: true }))

async function put(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return path
}

test('the shipped lexicons and packs have nothing to mend', async () => {
  const { code, out, err } = await runCli(['lint'])
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(err).toContain('No problems in 20 lexicons and 5 brand packs')
})

test('a file with an error is refused whole, with its line and field', async () => {
  const [term, ...terms] = german.terms
  const bad = { ...german, terms: [{ ...term!, strength: 'XL' }, ...terms] }
  const path = await put('bad.json', bad)
  const { code, out, err } = await runCli(['lint', path])
  expect(code).not.toBe(0)
  expect(out).toBe('')
  expect(err).toMatch(/line \d+: \/terms\/0\/strength .*XL/)
})

test('a word that ordinary listings use is reported with its share', async () => {
  const [term] = german.terms
  const path = await put('draft.json', {
    ...german,
    terms: [
      ...german.terms,
      {
        ...term!,
        id: 'de.kaffeetasse',
        forms: ['Kaffeetasse'],
        guards: [],
        needsBrand: false,
      },
    ],
  })
  const listings = Array.from({ length: 400 }, (_, at) =>
    listingLine(at, { title: at % 20 === 0 ? 'Kaffeetasse aus Ton' : 'Teller aus Ton' }),
  )
  const rows = await put('ordinary.ndjson', listings.join('\n'))
  const draft = await runCli(['lint', path, '--in', rows])
  expect(draft.code).toBe(1)
  expect(draft.out).toContain('de.kaffeetasse: occurs in 20 of 400 ordinary listings (5.0 %)')
  const shipped = await runCli(['lint', '--in', rows])
  expect(shipped.code).toBe(0)
})
