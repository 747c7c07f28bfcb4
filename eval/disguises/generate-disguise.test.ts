import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareLetters, disguiseKinds, disguisesOf } from './generate-disguise.ts'
import { lookAlikes, styledAlphabets, unicodeLookAlikes } from './letters.ts'
import { seededRandom } from '../random.ts'

const seed = fc.nat()
const anyName = fc.oneof(
  fc.constantFrom('Gucci', 'Louis Vuitton', "L'Oréal", 'Dr. Martens', 'BE@RBRICK', 'Lancôme', 'Å'),
  fc
    .array(
      fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCÉüñ'), minLength: 1 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((words) => words.join(' ')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
)

function textsOf(kind: string, name: string, variants = 40): string[] {
  return disguisesOf(name, seededRandom(7), { variants })
    .filter((disguise) => disguise.kind === kind)
    .map(({ text }) => text)
}

describe('disguisesOf', () => {
  it('never gives the name itself, nor half a surrogate pair', () => {
    fc.assert(
      fc.property(anyName, seed, (name, start) => {
        for (const { kind, text } of disguisesOf(name, seededRandom(start))) {
          expect(disguiseKinds).toContain(kind)
          expect(text).not.toBe(name)
          expect([text, text.isWellFormed()]).toEqual([text, true])
        }
      }),
    )
  })

  it('gives the same disguises for the same seed', () => {
    fc.assert(
      fc.property(anyName, seed, (name, start) => {
        expect(disguisesOf(name, seededRandom(start))).toEqual(
          disguisesOf(name, seededRandom(start)),
        )
      }),
    )
  })

  it('has every kind for names that give occasion for it', () => {
    const names = ['Adidas', 'Louis Vuitton', 'Swarovski', 'ESCAPE']
    const random = seededRandom(1)
    const kinds = new Set(
      names.flatMap((name) => disguisesOf(name, random, { variants: 10 }).map(({ kind }) => kind)),
    )
    expect(disguiseKinds.filter((kind) => !kinds.has(kind))).toEqual([])
  })

  it.each(['zero-width-space', 'zero-width-joiner', 'soft-hyphen', 'variation-selector'])(
    'hides signs without width in the name: %s',
    (kind) => {
      const texts = textsOf(kind, 'Gucci')
      expect(texts.length).toBeGreaterThan(0)
      for (const text of texts)
        expect(text.replace(/[^\x20-\x7e]/g, '').toLowerCase()).toBe('gucci')
    },
  )

  it('writes a name wholly in Cyrillic only where every letter has a twin', () => {
    for (const text of textsOf('cyrillic-word', 'Versace'))
      expect(text).not.toMatch(/\p{Script=Latin}/u)
    expect(textsOf('cyrillic-word', 'Fila')).toEqual([])
  })

  it('masks a third of the letters at most, and never the ends of a word', () => {
    for (const text of textsOf('masked-star', 'Louis Vuitton')) {
      expect(text).toMatch(/^l.*s v.*n$/i)
      expect(text.split('*').length - 1).toBeLessThanOrEqual(2)
    }
    expect(textsOf('masked-x', 'Gucci')).toEqual([])
    for (const text of textsOf('masked-doubled', 'Gucci'))
      expect(text).toMatch(/^g.*([*•●_])\1.*i$/i)
  })

  it('keeps the first letter in what is mistyped', () => {
    for (const kind of ['dropped-letter', 'transposed-letters', 'wrong-letter', 'doubled-letter']) {
      const texts = textsOf(kind, 'Burberry')
      expect(texts.length).toBeGreaterThan(3)
      for (const text of texts) expect(text).toMatch(/^b/i)
    }
    expect(textsOf('wrong-letter', 'Gucci')).toEqual([])
    expect(textsOf('two-wrong-letters', 'Burberry')).toEqual([])
  })

  it('separates letters without doubling the signs of the name', () => {
    expect(textsOf('separated-dot', 'Dr. Martens')).toContain('D.r. M.a.r.t.e.n.s')
    expect(textsOf('separated-space', 'Gucci')).toContain('G u c c i')
  })

  it('fuses the name with the words that it is given', () => {
    const options = { productWords: ['bag'], variants: 20 }
    const texts = disguisesOf('Louis Vuitton', seededRandom(3), options).map(({ text }) => text)
    expect(texts).toEqual(
      expect.arrayContaining(['louisvuittonbag', 'baglouisvuitton', '#LouisVuittonBag']),
    )
  })
})

describe('letter tables', () => {
  it('hold one character a look-alike, none of them ASCII', () => {
    for (const table of [lookAlikes, unicodeLookAlikes])
      for (const [letter, signs] of table) {
        expect(letter).toMatch(/^[A-Za-z]$/)
        expect(new Set(signs).size).toBe(signs.length)
        for (const sign of signs) {
          expect([...sign]).toHaveLength(1)
          expect(sign > '\x7f').toBe(true)
        }
      }
  })

  it('hold assigned characters only, a different one for each letter of a case', () => {
    for (const table of Object.values(styledAlphabets)) {
      const signs = [...table.values()].flat()
      expect(signs).toHaveLength(52)
      for (const sign of signs) expect(sign).not.toMatch(/\p{Cn}/u)
      const small = [...table].filter(([letter]) => letter >= 'a').flatMap(([, one]) => one)
      expect(new Set(small).size).toBe(26)
    }
  })

  it('hold mathematical letters that fold back to the letter', () => {
    for (const [kind, table] of Object.entries(styledAlphabets))
      if (kind.startsWith('math-'))
        for (const [letter, signs] of table)
          expect(signs.map((sign) => sign.normalize('NFKC'))).toEqual([letter])
  })
})

describe('bareLetters', () => {
  it('drops marks, spaces and signs', () => {
    expect(bareLetters("L'Oréal Paris 3")).toBe('lorealparis')
  })
})
