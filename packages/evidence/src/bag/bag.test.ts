import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isPlainPath,
  manifestText,
  parseManifest,
  parseTags,
  pathFault,
  tagsText,
} from './index.ts'

const digest = fc.stringMatching(/^[0-9a-f]{64}$/)
const path = fc.stringMatching(/^[a-z0-9][a-zA-Z0-9._-]{0,8}(\/[a-z0-9][a-z0-9._-]{0,8}){0,3}$/)

test('a manifest is read back as written', () => {
  fc.assert(
    fc.property(fc.dictionary(path, digest), (entries) => {
      const digests = new Map(Object.entries(entries))
      expect(new Map(parseManifest(manifestText(digests)))).toEqual(digests)
      expect([...digests.keys()].every(isPlainPath)).toBe(true)
    }),
  )
})

test('manifests of other programs are read: binary marks, other line ends, escaped line ends', () => {
  const hex = 'A'.repeat(64)
  const read = parseManifest(`${hex} *data/one\r\n${hex}\tdata/100%25%0Dnew`.replace('%0D', ''))
  expect([...read]).toEqual([
    ['data/one', hex.toLowerCase()],
    ['data/100%new', hex.toLowerCase()],
  ])
})

test('lines that name no digest, a file twice, or a place outside are refused with the line', () => {
  const hex = '0'.repeat(64)
  expect(() => parseManifest(`${hex}  a\nnonsense\n`)).toThrow(/line 2 is not a digest/)
  expect(() => parseManifest(`${hex}  a\n${hex}  a\n`)).toThrow(/line 2 names a again/)
  for (const outside of [
    '../a',
    '/a',
    'a/../../b',
    'c:/a',
    '~/a',
    'a\\b',
    './a',
    'a//b',
    'a%0ab',
  ]) {
    expect(() => parseManifest(`${hex}  ${outside}\n`)).toThrow(/line 1: the path/)
  }
})

test('no path that is fit leads out of a folder', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (pathFault(text) !== undefined) return
      expect(new URL(`file:///bag/${encodeURI(text)}`).pathname.startsWith('/bag/')).toBe(true)
      expect(text.split('/')).not.toContain('..')
    }),
  )
})

test('tags are read back in their order; folded lines are joined', () => {
  const tags = [
    ['Source-Organization', 'Lumora'],
    ['Contact-Email', 'a@lumora.example'],
  ] as const
  expect(parseTags(tagsText(tags))).toEqual(tags)
  expect(parseTags('Note: one\n  two\n')).toEqual([['Note', 'one two']])
  expect(tagsText([['Note', 'one\nBag-Count: 1 of 1']])).toBe('Note: one Bag-Count: 1 of 1\n')
  expect(() => parseTags('no label\n')).toThrow(/no label/)
})
