import {
  writeStoredSentence,
  changeAspects,
  writeCaptureSentence,
  type ChangeAspect,
  type ChangeState,
} from '@touchstone/contract'
import { readPageListings, textOfPage } from '../../../listings/formats/index.ts'
import type { CaptureOutcome, CaptureRecord } from '../types.ts'
import type { Region } from './differing-regions.ts'
import { differenceOf, linesOf, type TextDifference } from './text-differences.ts'

/** The parts of a capture that are compared. */
export type Comparable = {
  record: CaptureRecord
  /** The document of the first page, if it loaded. */
  document: string | undefined
  /** Pictures that the page loaded, with their address and digest. */
  pictures: readonly Picture[]
}

type Picture = { url: string; digest: string }

/** Two screenshots of the same part of the page, by item name, and their differences. */
export type ImageComparison = {
  before: string | null
  after: string | null
  width: number
  height: number
  regions: Region[]
}

type Fact = { aspect: ChangeAspect; before: string | null; after: string | null }

export type Changes = {
  state: ChangeState
  /** A sentence about the state, shown unchanged. */
  sentence: string
  aspects: ChangeAspect[]
  /** Address, title, price and seller in each capture. */
  facts: Fact[]
  text: TextDifference
  pictures: { removed: Picture[]; added: Picture[]; kept: number }
  views: ImageComparison[]
  /** What a reader must know to interpret the comparison. */
  notes: string[]
}

const states: Readonly<Record<CaptureOutcome, ChangeState | 'shown'>> = {
  captured: 'shown',
  gone: 'gone',
  blocked: 'blocked',
  'login-wall': 'login-wall',
  'server-error': 'error',
  'broken-tls': 'error',
  'redirect-loop': 'error',
  'too-slow': 'error',
  'too-large': 'error',
  unreachable: 'error',
  unresolvable: 'error',
  refused: 'unknown',
  download: 'unknown',
  stopped: 'unknown',
}

/**
 * Compares a capture with an earlier one of the same address. `views` are the pairs of screenshots, compared before.
 * If the page did not load, the outcome alone determines the state, and no change is reported.
 */
export function compareCaptures(
  before: Comparable | undefined,
  after: Comparable,
  views: readonly ImageComparison[],
): Changes {
  const page = after.record.pages[0]
  const outcome = page?.outcome ?? 'stopped'
  const state = states[outcome]
  if (state !== 'shown') {
    return {
      ...nothing(),
      state,
      sentence: page?.sentence ?? writeStoredSentence('page.nothing-captured'),
    }
  }
  const earlier = before?.record.pages[0]
  if (before === undefined || earlier?.outcome !== 'captured') {
    const sentence =
      before === undefined
        ? writeStoredSentence('comparison.no-earlier')
        : writeStoredSentence('comparison.not-earlier')
    return { ...nothing(), state: 'unknown', sentence }
  }
  const facts = factsOf(before, after)
  const text = differenceOf(linesIn(before), linesIn(after))
  const pictures = comparePictures(before.pictures, after.pictures)
  const aspects = new Set(
    facts.filter((fact) => fact.before !== fact.after).map((fact) => fact.aspect),
  )
  if (text.parts.some(({ kind }) => kind !== 'same')) aspects.add('text')
  if (pictures.removed.length + pictures.added.length > 0) aspects.add('pictures')
  if (views.some((view) => view.regions.length > 0)) aspects.add('look')
  const all = changeAspects.filter((aspect) => aspects.has(aspect))
  return {
    state: all.length > 0 ? 'changed' : 'same',
    sentence: sentenceOn(all),
    aspects: all,
    facts,
    text,
    pictures,
    views: [...views],
    notes: notesOn(before, after, text),
  }
}

function nothing(): Omit<Changes, 'state' | 'sentence'> {
  return {
    aspects: [],
    facts: [],
    views: [],
    notes: [],
    text: { parts: [], fine: true },
    pictures: { removed: [], added: [], kept: 0 },
  }
}

const names: Readonly<Record<ChangeAspect, string>> = {
  address: 'the final address',
  title: 'the title',
  price: 'the price',
  seller: 'the seller',
  text: 'the text',
  pictures: 'the pictures',
  look: 'the look',
}

function sentenceOn(aspects: readonly ChangeAspect[]): string {
  const changed = aspects.map((aspect) => names[aspect])
  const last = changed.pop()
  if (last === undefined) return writeStoredSentence('comparison.same')
  const list = changed.length === 0 ? last : `${changed.join(', ')} and ${last}`
  return `Between the two captures ${list} changed.`
}

/** For a page with several listings, the first. */
function factsOf(before: Comparable, after: Comparable): Fact[] {
  const [old, fresh] = [toComparedFields(before), toComparedFields(after)]
  return (['address', 'title', 'price', 'seller'] as const).map((aspect) => ({
    aspect,
    before: old[aspect],
    after: fresh[aspect],
  }))
}

type ComparedFields = Record<'address' | 'title' | 'price' | 'seller', string | null>

function toComparedFields({ record, document }: Comparable): ComparedFields {
  const page = record.pages[0]
  const address = page?.url ?? page?.requested ?? null
  const firstListing =
    document === undefined
      ? undefined
      : readPageListings(document.slice(0, mostCharacters), address ?? 'https://invalid.example/')
          .listings[0]
  const listing =
    firstListing !== undefined && 'value' in firstListing ? firstListing.value : undefined
  const seller = listing?.seller
  return {
    address,
    title: listing?.title ?? page?.title ?? null,
    price:
      listing?.price === undefined ? null : `${listing.price.amount} ${listing.price.currency}`,
    seller: seller?.name ?? seller?.id ?? null,
  }
}

/** Most characters of a document to compare: longer ones would delay everyone else. */
const mostCharacters = 2_000_000

function linesIn({ document }: Comparable): string[] {
  return document === undefined ? [] : linesOf(textOfPage(document.slice(0, mostCharacters)))
}

/** By content, not by address: addresses of the same picture vary with the server delivering it. */
function comparePictures(
  before: readonly Picture[],
  after: readonly Picture[],
): Changes['pictures'] {
  const distinct = (pictures: readonly Picture[]): Map<string, Picture> =>
    new Map(pictures.map((picture) => [picture.digest, picture]))
  const [old, fresh] = [distinct(before), distinct(after)]
  return {
    removed: [...old.values()].filter(({ digest }) => !fresh.has(digest)),
    added: [...fresh.values()].filter(({ digest }) => !old.has(digest)),
    kept: [...old.keys()].filter((digest) => fresh.has(digest)).length,
  }
}

function notesOn(before: Comparable, after: Comparable, text: TextDifference): string[] {
  const notes: string[] = []
  for (const [which, { record, document }] of [
    ['earlier', before],
    ['later', after],
  ] as const) {
    const page = record.pages[0]
    for (const observed of page?.observed ?? []) {
      notes.push(writeCaptureSentence(`covered-${which}`, { observed }))
    }
    if ((document?.length ?? 0) > mostCharacters) {
      notes.push(writeCaptureSentence(`document-cut-${which}`, { characters: mostCharacters }))
    }
    for (const sentence of page?.incomplete ?? []) {
      notes.push(writeCaptureSentence(`lacks-${which}`, { sentence }))
    }
  }
  const [old, fresh] = [before.record.view, after.record.view]
  if (old.width !== fresh.width || old.locale !== fresh.locale) {
    notes.push(writeCaptureSentence('other-view', {}))
  }
  if (before.record.tools.chromium !== after.record.tools.chromium) {
    notes.push(writeCaptureSentence('other-chromium', {}))
  }
  if (!text.fine) notes.push(writeCaptureSentence('texts-too-different', {}))
  return notes
}
