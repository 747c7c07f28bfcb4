import { describe, expect, test } from 'vitest'
import { brandSpellings } from './brand-spellings.ts'
import { compile } from './screener.ts'

const brand = {
  id: 'velmoraq',
  name: 'Velmoraq',
  aliases: [
    { text: '薇墨拉', kind: 'official', language: 'zh' },
    { text: 'Velmorak', kind: 'misspelling' },
    { text: 'VELMORAQ', kind: 'official' },
  ],
} as const
const screener = compile({ brands: [{ ...brand, aliases: [...brand.aliases] }] })
const own = { ...brand, aliases: [...brand.aliases] }

describe('the spellings of a brand', () => {
  test('are those of its catalog, each once, and the starter pack’s', () => {
    expect(brandSpellings('velmoraq', own).filter(({ kind }) => kind !== 'disguise')).toMatchObject(
      [
        { text: 'Velmoraq', kind: 'name' },
        { text: '薇墨拉', kind: 'official', language: 'zh' },
        { text: 'Velmorak', kind: 'misspelling' },
      ],
    )
    const merged = brandSpellings('my-gucci', { id: 'my-gucci', name: 'Gucci' })
    expect(merged.map(({ text }) => text)).toContain('古驰')
    expect(brandSpellings('gucci', undefined).map(({ text }) => text)).toContain('古驰')
    expect(brandSpellings('nobody-knows', undefined)).toEqual([])
  })

  test('include disguises of several kinds', () => {
    const disguises = brandSpellings('velmoraq', own)
      .filter(({ kind }) => kind === 'disguise')
      .map(({ text }) => text)
    expect(disguises).toEqual(
      expect.arrayContaining([
        'v3lmoraq',
        've1moraq',
        'velm0raq',
        'velmor4q',
        'v e l m o r a q',
        'velrnoraq',
        'qaromlev',
      ]),
    )
    expect(new Set(disguises).size).toBe(disguises.length)
  })

  test('have no disguises if the name is an everyday word', () => {
    const spellings = brandSpellings('orchard', {
      id: 'orchard',
      name: 'Orchard',
      commonWord: true,
    })
    expect(spellings).toEqual([
      { text: 'Orchard', kind: 'name', language: undefined, commonWord: true },
    ])
  })

  test.each(brandSpellings('velmoraq', own).map(({ text }) => text))(
    'the engine understands %s',
    (text) => {
      const { brands } = screener.screen({ id: '1', title: `${text} handbag` })
      expect(brands.map(({ id }) => id)).toContain('velmoraq')
    },
  )
})
