import type {
  Assessment,
  GlossLanguage,
  GlossPieceView,
  GlossView,
  Listing,
} from '@touchstone/contract'
import {
  coverText,
  type CoveredPiece,
  type GlossedPassage,
  type GlossReader,
} from '@touchstone/recognition'
import { textIn, type ServerText } from '../../platform/messages/index.ts'

/** A longer text is read this far: a reader wants its beginning, at once. */
const mostUnits = 20_000

type Meaning = Required<Pick<GlossPieceView, 'kind' | 'meaning' | 'meaningLanguage'>>
type MeantPassage = { field: string; start: number; end: number; meaning: Meaning }

/**
 * What the engine understands of a listing’s words, in a reader’s language. Brands are those of the assessment that
 * the reader may see: a catalog of others reveals no name here.
 */
export function glossListing(options: {
  reader: GlossReader
  version: number
  listing: Listing
  /** The part that the reader may see. */
  assessment: Assessment | null
  language: GlossLanguage
}): GlossView {
  const { reader, version, listing, assessment, language } = options
  const texts = textsOf(listing)
  const words = textIn('gloss', language)
  const namesBrand = (assessment?.brands.length ?? 0) > 0
  const passages = [
    ...brandPassages(assessment, words, language),
    ...reader
      .read(listingOf(listing, texts), { namesBrand })
      .map((passage) => ({ ...passage, meaning: meaningOf(passage, words, language) })),
  ]
  const byField = Map.groupBy(passages, ({ field }) => field)
  const fields = texts.map(({ field, text, cut }) => {
    const pieces = coverText(text, byField.get(field) ?? [])
    return {
      field,
      cut,
      pieces: pieces.map((piece) => toPieceView(text, piece)),
      known: pieces.filter(({ is }) => is === 'known').length,
      unknown: pieces.filter(({ is }) => is === 'unknown').length,
    }
  })
  return {
    version,
    fields,
    known: fields.reduce((sum, { known }) => sum + known, 0),
    unknown: fields.reduce((sum, { unknown }) => sum + unknown, 0),
  }
}

type Text = { field: string; text: string; cut: boolean }

function textsOf({ title, description, category, attributes = {} }: Listing): Text[] {
  const given: [string, string | undefined][] = [
    ['title', title],
    ['category', category],
    ['description', description],
    ...Object.entries(attributes).map(([name, value]): [string, string] => [
      `attributes/${name}`,
      value,
    ]),
  ]
  return given.flatMap(([field, text = '']) =>
    text === '' ? [] : [{ field, text: text.slice(0, mostUnits), cut: text.length > mostUnits }],
  )
}

/** The listing with nothing but the texts that are read. */
function listingOf({ id }: Listing, texts: readonly Text[]): Listing {
  const of = (name: string): string | undefined => texts.find(({ field }) => field === name)?.text
  const [category, description] = [of('category'), of('description')]
  const attributes = texts.flatMap(({ field, text }): [string, string][] =>
    field.startsWith('attributes/') ? [[field.slice('attributes/'.length), text]] : [],
  )
  return {
    id,
    title: of('title') ?? '',
    ...(category !== undefined && { category }),
    ...(description !== undefined && { description }),
    attributes: Object.fromEntries(attributes),
  }
}

const brandCodes: ReadonlySet<string> = new Set(['brand.named', 'brand.disguised-name'])

function brandPassages(
  assessment: Assessment | null,
  { t }: ServerText<'gloss'>,
  meaningLanguage: GlossLanguage,
): MeantPassage[] {
  return (assessment?.signals ?? []).flatMap(({ code, evidence }) => {
    if (!brandCodes.has(code) || evidence === undefined) return []
    const named = evidence.params?.['brand']
    const brand = typeof named === 'string' ? named : (evidence.reference ?? '')
    const isDisguised = code === 'brand.disguised-name'
    const meaning: Meaning = isDisguised
      ? { kind: 'disguised-brand', meaning: t('gloss.disguised-brand', { brand }), meaningLanguage }
      : { kind: 'brand', meaning: t('gloss.brand', { brand }), meaningLanguage }
    return [evidence, ...(evidence.also ?? [])].flatMap(({ field, start, end }) =>
      field === undefined || start === undefined || end === undefined
        ? []
        : [{ field, start, end, meaning }],
    )
  })
}

function meaningOf(
  { meaning: known }: GlossedPassage,
  { t }: ServerText<'gloss'>,
  language: GlossLanguage,
): Meaning {
  if (known.is === 'term') {
    return { kind: 'term', meaning: known.meaning, meaningLanguage: 'en' }
  }
  if (known.is === 'marker') {
    const meaning = t(`gloss.marker.${known.marker}`)
    return { kind: 'condition-or-role', meaning, meaningLanguage: language }
  }
  const [own] = known.words[language] ?? []
  if (own !== undefined) {
    return { kind: 'goods', meaning: withoutMark(own), meaningLanguage: language }
  }
  const [english = known.id] = known.words['en'] ?? []
  return { kind: 'goods', meaning: withoutMark(english), meaningLanguage: 'en' }
}

/** A trailing * stands for any ending of a word. */
function withoutMark(word: string): string {
  return word.replace(/\*$/, '')
}

function toPieceView(text: string, piece: CoveredPiece<Meaning>): GlossPieceView {
  const part = text.slice(piece.start, piece.end)
  return piece.is === 'known'
    ? { text: part, is: 'known', ...piece.meaning }
    : { text: part, is: piece.is }
}
