import { brandSpellings, foldToString, type KnownSpelling } from '@touchstone/recognition'
import type { Brand } from '@touchstone/contract'
import type { Steps } from '../../platform/time-slicing/index.ts'
import { findWords } from './find-words.ts'
import { namesOrigin } from './origin-words.ts'
import type { NamedWork } from './repository.ts'
import { foldTitle, hasWords, wordsOfTitle } from './title-words.ts'
import type { Candidate, FoundSpelling, RecentListing } from './types.ts'

export type ProposalSources = {
  brand: string
  ownBrand: Brand | undefined
  works: readonly NamedWork[]
  /** Each title once. */
  listings: readonly RecentListing[]
  spellings: readonly FoundSpelling[]
  /** Folded queries that the watch has, or that were dismissed. */
  excluded: ReadonlySet<string>
}

const maxQueryLength = 200
/** A shorter name of a product is searched for together with the brand. */
const minModelLength = 5
/** Of spellings and products without a find, so many of each kind. */
const maxWithoutFinds = 5
const maxProposals = 60
const nameKinds = new Set<KnownSpelling['kind']>(['name', 'official'])

/**
 * Queries that a watch lacks, those with the most finds first; each with its reason. In steps, since each is counted in
 * all recent listings.
 */
export function* proposeQueries(sources: ProposalSources): Steps<Candidate[]> {
  const { listings, excluded } = sources
  const titles: { folded: string; isFind: boolean }[] = []
  for (const { title, isFind } of listings) {
    yield
    titles.push({ folded: foldTitle(title), isFind })
  }
  const countOf = (key: string): { finds: number; others: number } => {
    const having = titles.filter(({ folded }) => hasWords(folded, key))
    const finds = having.filter(({ isFind }) => isFind).length
    return { finds, others: having.length - finds }
  }
  const known = brandSpellings(sources.brand, sources.ownBrand)
  const proposed = new Map<string, Candidate>()
  const propose = (candidate: Candidate): void => {
    const key = foldToString(candidate.query)
    const { length } = candidate.query
    if (key === '' || length > maxQueryLength || excluded.has(key) || proposed.has(key)) return
    proposed.set(key, candidate)
  }
  const counted = (query: string, basis: Candidate['basis']): Candidate => ({
    query,
    basis,
    ...countOf(foldToString(query)),
  })

  for (const candidate of foundSpellings(sources, countOf)) {
    yield
    propose(candidate)
  }
  const name = known.find(({ kind }) => kind === 'name')
  const nameKey = foldToString(name?.text ?? '')
  const groups = Map.groupBy(
    // An everyday word would find everything.
    known.filter(({ commonWord, kind }) => !commonWord || kind === 'name'),
    ({ kind }) => kind,
  )
  for (const [kind, spellings] of groups) {
    const candidates: Candidate[] = []
    for (const { text, language = null } of spellings) {
      yield
      if (kind === 'disguise') candidates.push(counted(text, { kind, used: false }))
      else if (kind === 'model')
        candidates.push(counted(withBrand(text, name), { kind: 'product', from: 'catalog' }))
      else candidates.push(counted(text, { kind: 'brand-name', as: kind, language }))
    }
    const all = nameKinds.has(kind) ? candidates : mostUseful(candidates)
    for (const candidate of all) propose(candidate)
  }
  const works: Candidate[] = []
  for (const { name: work, from } of sources.works) {
    yield
    works.push(counted(withBrand(work, name), { kind: 'product', from }))
  }
  for (const candidate of mostUseful(works)) propose(candidate)
  const names = known.filter(({ kind }) => nameKinds.has(kind))
  const brandWords = new Set(
    [...names, ...sources.spellings].flatMap(({ text }) =>
      wordsOfTitle(text).map(({ key }) => key),
    ),
  )
  const words = yield* findWords(listings, {
    isKnown: (key) =>
      key.split(' ').some((word) => brandWords.has(word)) || excluded.has(key) || namesOrigin(key),
    namesBrand: (title) => nameKey !== '' && hasWords(foldTitle(title), nameKey),
  })
  for (const { text, finds, others, besideName } of words) {
    // The word was compared beside the name, so that is what to search for.
    const query = besideName * 2 > finds ? `${name?.text ?? ''} ${text}` : text
    propose({ query, basis: { kind: 'find-word', word: text }, finds, others })
  }
  return [...proposed.values()].sort(byFinds).slice(0, maxProposals)
}

function byFinds(a: Candidate, b: Candidate): number {
  return b.finds - a.finds || a.others - b.others
}

/** All with finds, and the first without. */
function mostUseful(candidates: readonly Candidate[]): Candidate[] {
  const found = candidates.filter(({ finds }) => finds > 0)
  const others = candidates.filter(({ finds }) => finds === 0)
  return [...found, ...others.slice(0, maxWithoutFinds)]
}

/** Spellings that finds used, with the number of finds in which the engine saw them. */
function* foundSpellings(
  { spellings, listings }: ProposalSources,
  countOf: (key: string) => { finds: number; others: number },
): Generator<Candidate> {
  const titled = new Set(listings.map(({ id }) => id))
  const byKey = Map.groupBy(
    spellings.filter(({ listing }) => titled.has(listing)),
    ({ text }) => foldToString(text),
  )
  for (const [key, [first, ...others]] of byKey) {
    if (first === undefined) continue
    const isDisguised = [first, ...others].some((spelling) => spelling.isDisguised)
    yield {
      query: first.text,
      basis: isDisguised ? { kind: 'disguise', used: true } : { kind: 'misspelling' },
      finds: new Set([first, ...others].map(({ listing }) => listing)).size,
      others: countOf(key).others,
    }
  }
}

/** The name of a product, with the brand’s where it is too short to be searched for alone. */
function withBrand(name: string, brand: KnownSpelling | undefined): string {
  const key = foldToString(name)
  if (brand === undefined || hasWords(foldTitle(name), foldToString(brand.text))) return name
  return key.length < minModelLength ? `${brand.text} ${name}` : name
}
