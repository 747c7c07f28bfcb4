import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { firstNamespaces } from '../build/first-namespaces.ts'
import { readLocale } from '@touchstone/messages/compile'
import { buildOnce } from './console-fixture.ts'

type Chunk = { file: string; imports?: string[]; isEntry?: boolean; src?: string }

const dist = join(import.meta.dirname, '..', 'dist')
let chunks: Record<string, Chunk>
/** Files that the HTML itself requests, before any code runs. */
let initial: string[]

beforeAll(async () => {
  await buildOnce()
  chunks = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as typeof chunks
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const asked = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file)
  initial = Object.keys(chunks).filter((name) => asked.includes(chunks[name]?.file))
})

/** These files and everything they import statically. */
function filesOf(names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    const chunk = chunks[name]
    if (chunk === undefined) throw new Error(`${name} is no part of the build`)
    if (seen.has(chunk.file)) return
    seen.add(chunk.file)
    chunk.imports?.forEach(visit)
  }
  names.forEach(visit)
  return seen
}

function kilobytes(files: Iterable<string>): number {
  const sizes = [...files].map((file) => gzipSync(readFileSync(join(dist, file))).length)
  return sizes.reduce((sum, size) => sum + size, 0) / 1000
}

const english = readLocale(join(import.meta.dirname, '..', 'locales'), 'en')
const firstMessages = (locale: string): string => `locales/${locale}/first-messages.js`

const signIn = 'src/access/session/sign-in-page.tsx'

// A page loads its own namespaces together with its code.
test.each([
  ['src/app/inbox/inbox-page.tsx', 256, []],
  ['src/listings/overview/overview-page.tsx', 253, ['overview']],
  ['src/listings/queue/queue-page.tsx', 300, ['captures', 'cases', 'images', 'proceedings']],
  [
    'src/listings/listing-page/listing-page.tsx',
    293,
    ['captures', 'cases', 'images', 'proceedings'],
  ],
] as const)(
  'a first load of %s behind the sign-in is less than %i kB of script, packed',
  (page, most, beside) => {
    const messages = beside.map((namespace) => `locales/zh/${namespace}.json`)
    const loaded = filesOf([...initial, signIn, page, firstMessages('zh'), ...messages])
    expect(initial).not.toEqual([])
    expect(kilobytes(loaded)).toBeLessThan(most)
  },
)

test('the first messages of a language are one file, and the others one a namespace', () => {
  const names = Object.keys(english).filter(
    (one) => !firstNamespaces.some((first) => first === one),
  )
  const files = [firstMessages('zh'), ...names.map((name) => `locales/zh/${name}.json`)].map(
    (name) => filesOf([name]),
  )
  expect(files.filter((loaded) => loaded.size !== 1)).toEqual([])
  expect(new Set(files.flatMap((loaded) => [...loaded])).size).toBe(1 + names.length)
})

test.each(['en', 'id', 'zh'])(
  'the messages in %s need nothing of what waits for them before it draws',
  (locale) => {
    const needed = filesOf([firstMessages(locale)])
    const first = initial.map((name) => chunks[name]?.file)
    expect([...needed].filter((file) => first.includes(file))).toEqual([])
  },
)

test('no page ships a parser of messages', () => {
  const scripts = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'))
  const parsers = scripts.filter((name) =>
    /EXPECT_ARGUMENT_CLOSING_BRACE|EXPECT_PLURAL_ARGUMENT|IntlMessageFormat/.test(
      readFileSync(join(dist, 'assets', name), 'utf8'),
    ),
  )
  expect(parsers).toEqual([])
})

test('charts are loaded by the page of the figures alone, and cost less than 190 kB of script', () => {
  const page = filesOf(['src/app/insight/insight-page.tsx'])
  const others = filesOf([
    ...initial,
    signIn,
    'src/app/inbox/inbox-page.tsx',
    'src/app/insight/figure-listings-page.tsx',
    'src/listings/overview/overview-page.tsx',
    'src/listings/queue/queue-page.tsx',
  ])
  const own = [...page].filter((file) => !others.has(file))
  const draws = (file: string): boolean =>
    readFileSync(join(dist, file), 'utf8').includes('renderToSVGString')
  expect(own.some(draws)).toBe(true)
  expect([...others].some(draws)).toBe(false)
  expect(kilobytes(own)).toBeLessThan(190)
})

test('the PDF reader is loaded by previews of PDFs alone, and costs less than 600 kB of script', () => {
  const pages = Object.values(chunks).filter(({ src }) => src?.endsWith('-page.tsx'))
  const others = filesOf([...initial, signIn, ...pages.flatMap(({ src = '' }) => src)])
  const reader = chunks['src/components/pdf-pages.ts']?.file ?? ''
  const worker = Object.values(chunks).find(({ src }) => src?.endsWith('/pdf.worker.min.mjs'))
  expect(pages.length).toBeGreaterThan(20)
  expect([reader, worker?.file ?? ''].filter((file) => file === '' || others.has(file))).toEqual([])
  expect(kilobytes([reader, worker?.file ?? ''])).toBeLessThan(600)
  const scripts = readdirSync(join(dist, 'assets'), { recursive: true, encoding: 'utf8' })
  // What would run the scripts of documents.
  expect(scripts.filter((name) => /sandbox|quickjs|\.wasm$/.test(name))).toEqual([])
})

test('graphs are drawn by a file that no page waits for, which costs less than 150 kB of script', () => {
  const pages = Object.values(chunks).filter(({ src }) => src?.endsWith('-page.tsx'))
  const others = filesOf([...initial, signIn, ...pages.flatMap(({ src = '' }) => src)])
  const drawing = [...filesOf(['src/sellers/networks/draw-graph.ts'])].filter(
    (file) => !others.has(file),
  )
  const draws = (file: string): boolean =>
    readFileSync(join(dist, file), 'utf8').includes('webgl2') && file.includes('draw-graph')
  expect(drawing.some(draws)).toBe(true)
  expect(kilobytes(drawing)).toBeLessThan(150)
})

test('no schema is loaded: the server validates every request', () => {
  for (const file of filesOf([...initial, 'src/listings/queue/queue-page.tsx'])) {
    expect(readFileSync(join(dist, file), 'utf8')).not.toMatch(/ZodError|invalid_type/)
  }
})

test('only the library’s styles for the loaded components are loaded', () => {
  const library = createRequire(import.meta.url).resolve('@mantine/core/styles.css')
  const known = classesIn(readFileSync(library, 'utf8'))
  const built = (kind: string): string[] => {
    const files = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith(kind))
    const texts = files.map((name) => readFileSync(join(dist, 'assets', name), 'utf8'))
    return [...classesIn(texts.join('\n'))].filter((name) => known.has(name)).sort()
  }
  expect(built('.js').length).toBeGreaterThan(50)
  expect(built('.css')).toEqual(built('.js'))
})

/** Class names as Mantine generates them. */
function classesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\bm_[0-9a-f]{6,}\b/g)].map(([name]) => name))
}
