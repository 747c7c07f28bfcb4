import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { regimeNames, shippedRules } from '../regimes/index.ts'
import { regimeTable } from './index.ts'

test.each(regimeNames.written)('docs/law/%s.md is what its data prints', (id) => {
  // Mended by: npm run law:docs
  const page = readFileSync(new URL(`../../../../docs/law/${id}.md`, import.meta.url), 'utf8')
  expect(page).toBe(regimeTable(shippedRules(id).regime))
})

test('every provision is in the table with its source and its verification status', () => {
  const { regime } = shippedRules('eu-dsa')
  const page = regimeTable(regime)
  for (const { id, force, verified, sources } of regime.provisions) {
    const [row = ''] = page.split('\n').filter((line) => line.startsWith(`| \`${id}\` `))
    const cells = row.split(' | ').map((cell) => cell.trim())
    expect(cells[3]).toBe(force)
    expect(cells[5]).toBe(sources.join(', '))
    if (force === 'law') expect(cells[6]?.startsWith(verified ? 'yes' : 'no')).toBe(true)
  }
})
