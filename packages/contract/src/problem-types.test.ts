import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemClasses } from './problem-classes.ts'
import { errorCodes, problemTypes, problemTypeUri } from './problem-types.ts'

const root = new URL('../../../', import.meta.url)

test('docs/problems.md lists every code, with its status, class and title', async () => {
  await expect(problemsPage()).toMatchFileSnapshot('../../../docs/problems.md')
})

test('docs/api.md lists every class with its status', () => {
  const page = readFileSync(new URL('docs/api.md', root), 'utf8')
  const listed = [...page.matchAll(/^\| +(\d{3}) \| `([a-z-]+)` /gm)].map(
    ([, status, name]) => `${status} ${name}`,
  )
  const all = Object.entries(problemClasses).map(([name, status]) => `${status} ${name}`)
  expect(listed.sort()).toEqual(all.sort())
})

test('every code is given by something, and no code is the name of a class of several causes', () => {
  const sources = readdirSync(new URL('packages/', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^/]+\/src\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .filter((path) => path !== 'contract/src/problem-types.ts')
    .map((path) => readFileSync(new URL(`packages/${path}`, root), 'utf8'))
    .join('\n')
  const given = new Set(
    sources.match(/(?<=['"`])[a-z][a-z\d-]*(?=['"`])|(?<=code: )[a-z][a-z\d-]*/g),
  )
  expect(errorCodes.filter((code) => !given.has(code))).toEqual([])
  for (const name of ['forbidden', 'conflict', 'unauthenticated', 'rate-limited', 'unavailable']) {
    expect(errorCodes).not.toContain(name)
  }
})

test('a title is a sentence without a full stop, and no other code has it', () => {
  const titles = errorCodes.map((code) => problemTypes[code].title)
  for (const title of titles) expect(title).toMatch(/^[A-Z][^.]+$/)
  expect(new Set(titles).size).toBe(titles.length)
})

test('a status follows from the class unless the code has its own', () => {
  expect(problemTypes['notice-not-draft'].status).toBe(409)
  expect(problemTypes['body-too-large'].status).toBe(413)
  expect(problemTypeUri('notice-not-draft')).toBe('urn:touchstone:problem:notice-not-draft')
})

function problemsPage(): string {
  const rows = errorCodes.map((code) => {
    const { class: problemClass, status, title } = problemTypes[code]
    return [`\`${code}\``, String(status), `\`${problemClass}\``, title]
  })
  const head = ['code', 'status', 'class', 'title']
  const widths = head.map((name, at) =>
    Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)),
  )
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, at) => (at === 1 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, at) =>
    at === 1 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  )
  return [
    '# Problems',
    '',
    'Every error of the [HTTP interface](api.md#errors) is a problem of one of these types. Its `type` is',
    '`urn:touchstone:problem:` followed by the code. Codes with status 500 are answered as `internal`: their cause is in',
    'the log of the server. The command line prints the sentence alone.',
    '',
    line(head),
    line(rule),
    ...rows.map(line),
    '',
  ].join('\n')
}
