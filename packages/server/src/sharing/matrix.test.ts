import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { matrix, relations } from './index.ts'

test('docs/trust.md shows the release matrix as it is', () => {
  const page = readFileSync(new URL('../../../../docs/trust.md', import.meta.url), 'utf8')
  const cells = page
    .split('\n')
    .filter((line) => /^\| (what|`)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const from = cells.findIndex(([first, second]) => first === 'what' && second === relations[0])
  expect(cells.slice(from)).toEqual([
    ['what', ...relations],
    ...Object.entries(matrix).map(([what, allowed]: [string, readonly string[]]) => [
      `\`${what}\``,
      ...relations.map((relation) => (allowed.includes(relation) ? 'yes' : '–')),
    ]),
  ])
})
