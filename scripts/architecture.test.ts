import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { endpoints, type Endpoint } from '@touchstone/contract'
import { expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const flowsPage = 'docs/design/request-flows.md'
const pages = [
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs/design')).map((name) => `docs/design/${name}`),
]

function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8')
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
}

const domains = foldersIn('packages/server/src')
const leaves = domains.flatMap((domain) =>
  foldersIn(`packages/server/src/${domain}`).map((leaf) => `${domain}/${leaf}`),
)
const leavesPage = 'docs/design/leaves.md'
const rowStart = /^\| `([a-z-]+(?:\/[a-z-]+)?)`(?: \((\w+)\))? +\|/gm
const listed = [...textOf(leavesPage).matchAll(rowStart)]

test('ARCHITECTURE.md lists every domain of the server and no other', () => {
  const [, section = ''] = textOf('ARCHITECTURE.md').split('## Domains and leaves')
  const [table = ''] = section.split('\n## ')
  expect([...table.matchAll(rowStart)].map(([, name]) => name)).toEqual(domains.toSorted())
})

test(`${leavesPage} lists every leaf of the server and no other`, () => {
  const rows = listed.flatMap(([, name = '']) => (name.includes('/') ? [name] : []))
  expect(rows.toSorted()).toEqual(leaves.toSorted())
})

test.each(['console', 'contract'])(
  'it lists every domain of %s beside those of the server',
  (name) => {
    const rows = listed.flatMap(([, domain, owner]) => (owner === name ? [domain] : []))
    const own = foldersIn(`packages/${name}/src`).filter((folder) => !domains.includes(folder))
    expect(rows.toSorted()).toEqual(own.toSorted())
  },
)

test('it has at most 200 lines', () => {
  expect(textOf('ARCHITECTURE.md').trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})

type Step = { file: string; name: string; isQuestion: boolean }

/** A file as a flow names it: in the leaf of its line, in another leaf, or in another package. */
function placeOf(leaf: string, file: string): string {
  const places = [
    `packages/server/src/${leaf}/${file}`,
    `packages/server/src/${file}`,
    ...[`${leaf}/${file}`, file].map((path) => `packages/${path.replace('/', '/src/')}`),
  ]
  return places.find((place) => existsSync(join(root, place))) ?? `${leaf}/${file} (missing)`
}

function stepsOf(block: string): Step[] {
  return block.split('\n').flatMap((line) => {
    const [, leaf = '', steps = ''] = /^(\S+) +(.+)$/.exec(line) ?? []
    return [...steps.matchAll(/(\[?)([a-z/-]+\.ts):(\w+)/g)].map(
      ([, bracket, file = '', name = '']) => ({
        file: placeOf(leaf, file),
        name,
        isQuestion: bracket === '[',
      }),
    )
  })
}

/** The words before each drawn flow, since the flow before, and its steps. */
function flowsIn(page: string): { words: string; steps: Step[] }[] {
  const [beginning = '', ...parts] = textOf(page).split('```flow\n')
  let words = beginning
  return parts.map((part) => {
    const [block = '', ...after] = part.split('```')
    const flow = { words, steps: stepsOf(block) }
    words = after.join('```')
    return flow
  })
}

const drawn = ['ARCHITECTURE.md', flowsPage].flatMap(flowsIn)

test('every function of a drawn flow is in its file', () => {
  expect(drawn.length).toBe(7)
  const missing = drawn
    .flatMap(({ steps }) => steps)
    .filter(({ file, name }) => {
      if (!existsSync(join(root, file))) return true
      const declared = `(?:(?:function\\*?|const|class) ${name}\\b|^ +(?:async )?${name}(?:\\(|: ))`
      return !new RegExp(declared, 'm').test(textOf(file))
    })
  expect(missing).toEqual([])
})

test('the numbers of a drawn flow are those of its steps', () => {
  const counts = drawn.map(({ steps }) => ({
    hops: steps.filter(({ isQuestion }) => !isQuestion).length,
    questions: steps.filter(({ isQuestion }) => isQuestion).length,
    files: new Set(steps.map(({ file }) => file)).size,
  }))
  for (const [place, { words }] of drawn.entries()) {
    const stated = [...words.matchAll(/(\d+) (hops|questions|files)\b/g)].slice(
      words.includes('hops') ? -2 : -1,
    )
    expect(stated.length, words).toBeGreaterThan(0)
    for (const [, count, what] of stated) {
      expect([words, what, Number(count)]).toEqual([words, what, counts[place]![what as 'hops']])
    }
  }
})

test('every endpoint that the pages name exists', () => {
  const known = Object.values<Record<string, Endpoint>>(endpoints)
    .flatMap((group) => Object.values(group))
    .map(({ method, path }) => `${method} ${path}`)
  const named = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/api\/[^`]+)`/g)].map(
      ([, one]) => one,
    ),
  )
  expect(named.length).toBeGreaterThan(4)
  expect(named.filter((one) => !known.includes(one ?? ''))).toEqual([])
})

test('every file and page that they name exists', () => {
  const missing = pages.flatMap((page) => {
    const text = textOf(page)
    const paths = [...text.matchAll(/`((?:packages|scripts|docs)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    )
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) =>
      join(dirname(page), link),
    )
    return [...paths, ...links].filter((path) => !existsSync(join(root, path)))
  })
  expect(missing).toEqual([])
})
