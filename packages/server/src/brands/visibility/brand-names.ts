import type { Brand, Catalog } from '@touchstone/contract'
import { foldToString, nameKey, starterPack } from '@touchstone/recognition'
import { runToEnd, runInSlices } from '../../platform/time-slicing/index.ts'

/** Names by which texts identify brands, and the brand of each product id. */
export type BrandNames = {
  /** True if the text names a brand not among these. */
  namesOther(text: string, ownNames: ReadonlySet<string>): boolean
  brandOfProduct(id: string): string | undefined
  /** The name of each brand, by id. */
  byId: ReadonlyMap<string, string>
}

/** Names by their first letters, of which shorter names have fewer: few names share the first four. */
type ByStart = ReadonlyMap<string, readonly Name[]>
const startLengths = [4, 3, 2] as const
type Name = { text: string; brands: readonly string[]; exact: boolean }

/** The letters of most texts, tested faster. */
const plainLetter = /[a-z0-9]/
const letter = /[\p{L}\p{N}]/u
/** Characters other than ASCII and the punctuation of the engine's sentences. */
const disguising = /[^\x20-\x7e“”–…]/
const pictures = /\p{Extended_Pictographic}/u
/** Scripts without spaces: a name may start and end anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** The brands of a catalog and of the starter pack, merged as in the engine. */
export function compileBrandNames(catalog: Catalog): BrandNames {
  return runToEnd(gather(catalog))
}

/** The same in slices, so that a large catalog does not delay requests. */
export function compileBrandNamesInSlices(catalog: Catalog): Promise<BrandNames> {
  return runInSlices(gather(catalog))
}

let starter: BrandNames | undefined

/** The starter pack's brands: the same for all servers of a process. */
export function starterPackNames(): BrandNames {
  return (starter ??= compileBrandNames({ brands: [] }))
}

function* gather(catalog: Catalog): Generator<void, BrandNames, void> {
  const rows = [...catalog.brands, ...starterPack.flatMap(({ brands }) => brands)]
  const asWritten = yield* namesByStart(rows, (text) => text)
  const asFolded = yield* namesByStart(rows, folded)
  const products = new Map((catalog.products ?? []).map(({ id, brand }) => [id, brand]))

  const named = remembering((text) => {
    const written = normal(text)
    // Anything readable as a name counts as one, in any letters.
    return disguising.test(written)
      ? [...namedIn(asWritten, written), ...namedIn(asFolded, folded(written))]
      : namedIn(asWritten, written)
  })

  function namesOther(text: string, ownNames: ReadonlySet<string>): boolean {
    return named(text).some((brands) => !brands.some((brand) => ownNames.has(brand)))
  }

  // The first of an id is that of a catalog.
  const byId = new Map(rows.toReversed().map(({ id, name }) => [id, name]))
  return { namesOther, brandOfProduct: (id) => products.get(id), byId }
}

// The same fields, terms and sentences occur in most assessments, and a page reads the same listings again.
const rememberedCharacters = 2_000_000

/** Remembers what was found in the texts read last, up to twice as many characters. */
function remembering<T>(find: (text: string) => T): (text: string) => T {
  let recent = new Map<string, T>()
  let before = recent
  let characters = 0
  return (text) => {
    const known = recent.get(text)
    if (known !== undefined) return known
    const found = before.get(text) ?? find(text)
    characters += text.length
    if (characters > rememberedCharacters) {
      before = recent
      recent = new Map()
      characters = text.length
    }
    recent.set(text, found)
    return found
  }
}

/** The brands of each name in the text. */
function namedIn(byStart: ByStart, text: string): (readonly string[])[] {
  const lower = text.toLowerCase()
  // Some letters change their length with case; case is then ignored.
  const cased = lower.length === text.length ? text : lower
  const isAt = (at: number, { text: name, exact }: Name): boolean =>
    (exact ? cased : lower).startsWith(name, at) && !joined(lower, at + name.length)
  // The longest first: "Calvin Klein Jeans" does not also name Calvin Klein.
  const nameAt = (at: number): Name | undefined => {
    for (const length of startLengths) {
      const found = byStart.get(lower.slice(at, at + length))?.find((name) => isAt(at, name))
      if (found !== undefined) return found
    }
    return undefined
  }
  const brands: (readonly string[])[] = []
  for (let at = 0; at < lower.length;) {
    const found = joined(lower, at) ? undefined : nameAt(at)
    if (found !== undefined) brands.push(found.brands)
    at += found?.text.length ?? 1
  }
  return brands
}

function* namesByStart(
  rows: readonly Brand[],
  form: (text: string) => string,
): Generator<void, ByStart, void> {
  // A catalog brand with the name of a starter brand is the same brand under another id.
  const idsOfName = new Map<string, string[]>()
  for (const { id, name } of rows) {
    add(idsOfName, nameKey(name), id)
    yield
  }
  const byText = new Map<string, Name>()
  for (const row of rows) {
    const ids = idsOfName.get(nameKey(row.name)) ?? []
    const spellings = [{ text: row.name, commonWord: row.commonWord }, ...(row.aliases ?? [])]
    for (const { text, commonWord: exact = false } of spellings) {
      // An everyday word is a name only if written as one.
      const written = exact ? normal(text) : form(normal(text).toLowerCase())
      // Without its capitals such a spelling is an everyday word.
      if (written.length < 2 || (form === folded && pictures.test(text))) continue
      const key = `${exact} ${written}`
      const name = byText.get(key)
      // Nearly all names of a brand are its own, and share one list.
      if (name === undefined) byText.set(key, { text: written, exact, brands: ids })
      else name.brands = [...name.brands, ...ids]
    }
    yield
  }
  const byStart = new Map<string, Name[]>()
  for (const name of byText.values()) {
    add(byStart, name.text.toLowerCase().slice(0, startLengths[0]), name)
    yield
  }
  for (const [start, names] of byStart) {
    // A list that grew has room for more.
    byStart.set(
      start,
      names.toSorted((a, b) => b.text.length - a.text.length),
    )
    yield
  }
  return byStart
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

/** True if a word continues across this position. */
function joined(text: string, at: number): boolean {
  const [before = '', after = ''] = [text[at - 1], text[at]]
  if (plainLetter.test(before) && plainLetter.test(after)) return true
  return (
    letter.test(before) && letter.test(after) && !unspaced.test(before) && !unspaced.test(after)
  )
}

function normal(text: string): string {
  return text.normalize('NFKC').replace(/[’‘]/g, "'").trim()
}

function folded(text: string): string {
  return foldToString(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
