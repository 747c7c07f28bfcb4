import { costRatio } from '@touchstone/recognition/testing/processor-time'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRobots } from './index.ts'

const origin = 'https://shop.example'

function allows(text: string, path: string, agent = 'Touchstone'): boolean {
  return readRobots(origin, text, agent).allows(origin + path)
}

test('the longest rule decides, and of two equally long ones the one that opens', () => {
  const text = 'User-agent: *\nDisallow: /goods\nAllow: /goods/new\nDisallow: /page\nAllow: /page'
  expect(allows(text, '/goods/old')).toBe(false)
  expect(allows(text, '/goods/new/1')).toBe(true)
  expect(allows(text, '/page')).toBe(true)
})

test('groups of the same agent are one, and apply in place of those for all', () => {
  const text =
    'User-agent: touchstone\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-Agent: TOUCHSTONE\nDisallow: /b'
  expect(['/a', '/b', '/c'].map((path) => allows(text, path))).toEqual([false, false, true])
  expect(allows(text, '/c', 'Other')).toBe(false)
})

test('an agent written with its version or by several words is named by its first', () => {
  for (const name of ['Touchstone/2.0', 'touchstone watcher', 'Touchstone # ours']) {
    expect(allows(`User-agent: ${name}\nDisallow: /a`, '/a')).toBe(false)
  }
  expect(allows('User-agent: Touchstones\nDisallow: /a', '/a')).toBe(true)
})

test('wildcards, ends, comments, byte order marks and any line ends are understood', () => {
  const text = '\ufeffUser-agent: * # all\rDisallow: /*.pdf$ # files\r\nDisallow: /*?sort=\n'
  expect(allows(text, '/a/b.pdf')).toBe(false)
  expect(allows(text, '/a/b.pdf?x')).toBe(true)
  expect(allows(text, '/list?sort=price')).toBe(false)
})

test('without rules all is open, and the file itself always is', () => {
  expect(allows('', '/anything')).toBe(true)
  expect(allows('<html>Not found</html>', '/anything')).toBe(true)
  expect(allows('User-agent: *\nDisallow: /', '/robots.txt')).toBe(true)
})

test('another authority is closed by any file', () => {
  const rules = readRobots(origin, 'User-agent: *\nAllow: /', 'Touchstone')
  for (const other of [
    'http://shop.example/',
    'https://shop.example:8443/',
    'https://a.example/',
  ]) {
    expect(rules.allows(other)).toBe(false)
  }
})

test('the delay and the sitemaps are read, whatever cannot be one is not', () => {
  const text =
    'Sitemap: /map.xml\nSitemap: https://cdn.example/map.xml\nSitemap: javascript:alert(1)\nUser-agent: *\nCrawl-delay: 7.5'
  const rules = readRobots(origin, text, 'Touchstone')
  expect(rules.crawlDelay).toBe(7.5)
  expect(rules.sitemaps).toEqual(['https://shop.example/map.xml', 'https://cdn.example/map.xml'])
  for (const delay of ['soon', '-1', '0', '']) {
    const without = readRobots(origin, `User-agent: *\nCrawl-delay: ${delay}`, 'Touchstone')
    expect(without.crawlDelay).toBe(undefined)
  }
})

test('any text is read without an error', () => {
  const line = fc.tuple(
    fc.constantFrom('User-agent', 'Disallow', 'Allow', 'Crawl-delay', 'Sitemap', '__proto__', ''),
    fc.string({ unit: fc.constantFrom(...'/*$a%2é:# \0') }),
  )
  fc.assert(
    fc.property(fc.array(line), fc.webPath(), (lines, path) => {
      const text = lines.map(([name, value]) => `${name}: ${value}`).join('\n')
      expect(typeof allows(text, path.startsWith('/') ? path : `/${path}`)).toBe('boolean')
    }),
  )
})

test('rules too long, or too many with wildcards, close more and never less', () => {
  const long = `/${'x'.repeat(3000)}`
  expect(allows(`User-agent: *\nDisallow: ${long}\nAllow: ${long}y`, `${long}y`)).toBe(false)
  const wild = Array.from({ length: 20 }, (_, at) => `Disallow: /${at}*${'a'.repeat(2000)}b`)
  const text = `User-agent: *\n${wild.join('\n')}\nAllow: /19*b\nAllow: /z`
  expect(allows(text, '/1/open')).toBe(true)
  expect(allows(text, '/19/open')).toBe(false)
  expect(allows(text, '/19/b')).toBe(false)
  expect(allows(text, '/z')).toBe(true)
})

test('a file made to be slow takes no longer than one of a sixteenth of its size', () => {
  const check = (lines: number) => (): void => {
    const rules = `Disallow: /*${'a'.repeat(2000)}b\n`.repeat(lines)
    allows(`User-agent: *\n${rules}`, `/x${'a'.repeat(2000)}`)
  }
  expect(costRatio(check(240), check(15))).toBeLessThan(3)
})
