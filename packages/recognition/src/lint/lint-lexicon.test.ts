import fc from 'fast-check'
import type { Lexicon, Strength, Term } from '#contract'
import { expect, test } from 'vitest'
import { lexicons } from '../index.ts'
import { lintLexicons } from './lint-lexicon.ts'

const [lexicon] = lexicons
const [shipped] = lexicon!.terms

const words = fc.array(fc.constantFrom('zarv', 'item', 'very', 'q'), { minLength: 1, maxLength: 4 })
const terms = fc.array(
  fc.record({
    form: words.map((some) => some.join(' ')),
    strength: fc.constantFrom<Strength>('S', 'M', 'W'),
    needsBrand: fc.boolean(),
  }),
  { maxLength: 12 },
)

const isStronger = (one: Term, other: Term): boolean =>
  'WMS'.indexOf(one.strength) > 'WMS'.indexOf(other.strength)

/** Each form compared with every other one. */
function stronglyHeld({ terms }: Lexicon): string[] {
  return terms.flatMap((term) => {
    const [form = ''] = term.forms
    const stronger = terms.find(
      (other) =>
        isStronger(other, term) &&
        other.forms[0] !== form &&
        ` ${form} `.includes(` ${other.forms[0]} `) &&
        (!other.needsBrand || term.needsBrand),
    )
    return stronger === undefined
      ? []
      : [`${term.id} holds “${stronger.forms[0]}” of the stronger ${stronger.id}`]
  })
}

test('names the first stronger term among the words of a form', () => {
  fc.assert(
    fc.property(terms, (some) => {
      const anew: Lexicon = {
        ...lexicon!,
        guards: [],
        terms: some.map(({ form, ...term }, at) => ({
          ...shipped!,
          ...term,
          id: `en.${at}`,
          forms: [form],
          guards: [],
          upperCase: false,
          reviewsOnly: false,
        })),
      }
      const problems = lintLexicons([anew]).flatMap(({ at, problem }) => {
        const [matched] = /^holds “.*” of the stronger [^,]+/.exec(problem) ?? []
        return matched === undefined ? [] : [`${at.split('/')[1]} ${matched}`]
      })
      expect(problems).toEqual(stronglyHeld(anew))
    }),
  )
})

test('names near-conclusive terms that were measured to be wrong more often than right', () => {
  const measured = (strength: Strength, precision: number): string[] =>
    lintLexicons([
      { ...lexicon!, guards: [], terms: [{ ...shipped!, guards: [], strength, precision }] },
    ])
      .map(({ problem }) => problem)
      .filter((problem) => problem.startsWith('is near-conclusive'))
  expect(measured('S', 0.4)).toHaveLength(1)
  expect([...measured('S', 0.5), ...measured('M', 0.4)]).toEqual([])
})
