import type { Brands } from '../catalog/index.ts'
import { StringTable, type CompiledTables, type Table } from '../compiled-tables/index.ts'
import { foldToString } from '../text/index.ts'
import type { BrandSpelling, NamePlace } from './brand-spelling.ts'

const wordPattern = /[^\s()[\]{}<>"“”«»,;/\\，。、；（）【】《》&.-]+/gu
/** Signs that hide a letter. */
const maskSigns = /[*＊✱●○•■□◯⚫⚪█▇※✖❌_#＃?？]/gu
const certainMask = /[*＊✱●○•■□◯⚫⚪█▇※✖❌]/u
const MAX_MASKED_WORDS = 64
/** By how many letters a mask may be shorter or longer than the name it hides. */
const SLACK = 2
/** A mask of signs that also punctuate needs a longer name. */
const LONG_NAME = 5
/** An x may be a letter as well: more of a longer name has to show. */
const SHORTEST_BEHIND_X = 6
/** Of the whole name this many letters have to show. */
const MIN_VISIBLE = 2
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

interface MaskedName extends BrandSpelling {
  words: readonly string[]
  /** Which of the words the mask is held against. */
  at: number
}

interface Token {
  start: number
  end: number
  /** Folded, with one star for each mask sign. */
  text: string
}

/** True if a text contains a sign that could hide a letter. */
export function mayBeMasked(text: string): boolean {
  return certainMask.test(text) || /\p{L}[_#?？]+\p{L}/u.test(text)
}

/** Names by first and last letter and length of each of their words, so that a mask is compared with few. */
export class MaskedNames {
  private readonly brands: Brands
  private readonly folded: StringTable
  /** Of each folded name the places of its brand and form. */
  private readonly owners: Int32Array | number[]
  /** Places of folded names by a key, and which of their words has it; built when first asked for. */
  private byKey: Map<string, number[]> | undefined

  /** @param tables of an engine that was compiled of the same data */
  constructor(brands: Brands, tables?: CompiledTables) {
    this.brands = brands
    this.folded = new StringTable(tables, 'masked-names')
    this.owners = tables?.get('masked-names.owners', Int32Array) ?? []
  }

  /**
   * @param brand place of the brand
   * @param form place of the form among the brand's
   */
  add(brand: number, form: number, folded: string): void {
    if (!Array.isArray(this.owners)) return
    this.folded.push(folded)
    this.owners.push(brand, form)
    this.byKey = undefined
  }

  addTo(tables: Map<string, Table>): void {
    this.folded.addTo(tables, 'masked-names')
    tables.set('masked-names.owners', Int32Array.from(this.owners))
  }

  private like(key: string): MaskedName[] {
    this.byKey ??= this.index()
    const names: MaskedName[] = []
    const places = this.byKey.get(key) ?? []
    for (let i = 0; i < places.length; i += 2) {
      const name = places[i] as number
      const brand = this.brands.at(this.owners[name * 2] as number)
      const form = brand?.forms[this.owners[name * 2 + 1] as number]
      const words = wordsOf(this.folded.at(name))
      if (brand !== undefined && form !== undefined)
        names.push({ brand, form, words, at: places[i + 1] as number })
    }
    return names
  }

  private index(): Map<string, number[]> {
    const byKey = new Map<string, number[]>()
    for (let name = 0; name < this.folded.length; name++) {
      const words = wordsOf(this.folded.at(name))
      if (words.join('').length < 4) continue
      words.forEach((word, at) => {
        if (word.length < 3) return
        const key = keyOf(word, word.length)
        const places = byKey.get(key)
        if (places === undefined) byKey.set(key, [name, at])
        else places.push(name, at)
      })
    }
    return byKey
  }

  /** Names of which both ends and at least half are visible: "Gu**i", "D*or", "lou*s vuitton". */
  find(text: string): NamePlace[] {
    const tokens = tokensOf(text)
    const places: NamePlace[] = []
    let masks = 0
    tokens.forEach((token, index) => {
      if (!token.text.slice(1).includes('*') || !/^[a-z]/.test(token.text)) return
      if (++masks > MAX_MASKED_WORDS) return
      const certain = certainMask.test(text.slice(token.start, token.end))
      const place = this.nameAt(tokens, index, certain)
      if (place !== undefined) places.push(place)
    })
    return places
  }

  /** The one name of a single word that a folded mask fits. */
  behind(mask: string): BrandSpelling | undefined {
    if (mask.length < SHORTEST_BEHIND_X) return undefined
    const hidden = mask.length - visibleLength(mask)
    if (hidden * 3 > mask.length) return undefined
    const fits = this.like(keyOf(mask, mask.length)).filter(
      ({ words }) => words.length === 1 && fitsMask(mask, words[0] ?? ''),
    )
    return new Set(fits.map((name) => name.brand)).size === 1 ? fits[0] : undefined
  }

  private nameAt(tokens: readonly Token[], index: number, certain: boolean): NamePlace | undefined {
    const token = tokens[index] as Token
    // A sign that also punctuates hides letters only between others: "Sale_" is a sale.
    if (!certain && token.text.endsWith('*')) return undefined
    const fits = this.namesLike(token.text).filter((name) => {
      const letters = name.words.join('').length
      if (!certain && letters < LONG_NAME) return false
      let visible = 0
      const isComplete = name.words.every((word, k) => {
        const other = tokens[index - name.at + k]
        if (other === undefined) return false
        visible += visibleLength(other.text)
        return other.text === word || fitsMask(other.text, word)
      })
      return isComplete && visible >= MIN_VISIBLE && visible * 2 >= letters
    })
    // The longest name holds.
    const most = Math.max(0, ...fits.map((name) => name.words.length))
    const best = fits.filter((name) => name.words.length === most)
    const name = dominantName(best)
    if (name === undefined) return undefined
    const first = tokens[index - name.at] as Token
    const last = tokens[index - name.at + name.words.length - 1] as Token
    return { brand: name.brand, form: name.form, start: first.start, end: last.end }
  }

  /** Names with a word that a mask could fit by its ends and its length. */
  private namesLike(mask: string): MaskedName[] {
    const names: MaskedName[] = []
    const lasts = mask.endsWith('*') ? ALPHABET : mask.slice(-1)
    for (const last of lasts)
      for (let length = mask.length - SLACK; length <= mask.length + SLACK; length++)
        for (const name of this.like(keyOf(mask.charAt(0) + last, length)))
          if (fitsMask(mask, name.words[name.at] ?? '')) names.push(name)
    return names
  }
}

/** A mask that fits two names means the one that is this many times as common. */
const OFTENER = 4

/**
 * The name that a mask means if it fits several: that of the brand with by far the most names. Undefined if two are
 * similar.
 */
function dominantName(names: readonly MaskedName[]): MaskedName | undefined {
  const [first, ...rest] = [...names].sort((a, b) => b.brand.forms.length - a.brand.forms.length)
  const rival = rest.find(({ brand }) => brand !== first?.brand)
  if (first === undefined || rival === undefined) return first
  return first.brand.forms.length >= rival.brand.forms.length * OFTENER ? first : undefined
}

function wordsOf(folded: string): string[] {
  return folded.split(/[ &]/).filter((word) => word !== '')
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.replace(maskSigns, '*').matchAll(wordPattern)) {
    const bare = match[0].replace(/^[^\p{L}\p{N}*]+|(?<![^\p{L}\p{N}*])[^\p{L}\p{N}*]+$/gu, '')
    if (bare === '') continue
    const start = match.index + match[0].indexOf(bare)
    tokens.push({ start, end: start + bare.length, text: foldToString(bare) })
  }
  return tokens
}

function keyOf(word: string, length: number): string {
  return `${word.charAt(0)}${word.charAt(word.length - 1)}${length}`
}

function visibleLength(mask: string): number {
  return mask.replaceAll('*', '').length
}

/**
 * A word whose visible letters are at the positions in the name; a run of signs may hide two letters more or fewer.
 */
function fitsMask(mask: string, word: string): boolean {
  if (!mask.includes('*') || mask.charAt(0) !== word.charAt(0)) return false
  if (visibleLength(mask) * 2 < word.length - 1) return false
  if (mask.length === word.length)
    return [...mask].every((char, i) => char === '*' || char === word.charAt(i))
  const prefix = mask.slice(0, mask.indexOf('*'))
  const suffix = mask.slice(mask.lastIndexOf('*') + 1)
  return (
    prefix.length + suffix.length === visibleLength(mask) &&
    prefix.length + suffix.length < word.length &&
    Math.abs(mask.length - word.length) <= SLACK &&
    word.startsWith(prefix) &&
    word.endsWith(suffix)
  )
}
