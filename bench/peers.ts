import AhoCorasick from 'modern-ahocorasick'
import type { BrandPack } from '@touchstone/contract'
import { lexicons, starterPack } from '@touchstone/recognition'
import {
  createFoldedText,
  fold,
  Hits,
  PhraseIndex,
} from '../packages/recognition/src/text/index.ts'

export interface Matcher {
  name: string
  /** Number of hits in a text. */
  count: (text: string) => number
}

function allForms(packs: readonly BrandPack[]): string[] {
  const brands = packs
    .flatMap((pack) => pack.brands)
    .flatMap((brand) => [brand.name, ...brand.aliases.map((alias) => alias.text)])
  const terms = lexicons
    .flatMap((lexicon) => lexicon.terms)
    .flatMap((term) => term.forms)
    .map((form) => form.replace(/\*$/, ''))
  return [...new Set([...brands, ...terms].map((form) => form.toLowerCase()))]
}

/** Touchstone's index and its peers over the same forms: all brand names and all terms. */
export function matchers(): Matcher[] {
  const forms = allForms(starterPack)
  const index = new PhraseIndex<number>()
  forms.forEach((form, i) => index.add(form, i, { fused: false }))
  const folded = createFoldedText()
  const hits = new Hits()
  const escaped = [...forms]
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const alternation = new RegExp(escaped.join('|'), 'giu')
  const published = new AhoCorasick(forms)
  return [
    {
      name: 'touchstone (folded text, word borders)',
      count: (text) => {
        hits.count = 0
        index.scan(fold(text, folded), hits)
        return hits.count
      },
    },
    {
      name: 'modern-ahocorasick on lower-cased text',
      count: (text) => published.search(text.toLowerCase()).length,
    },
    {
      name: 'one alternation RegExp',
      count: (text) => text.match(alternation)?.length ?? 0,
    },
  ]
}
