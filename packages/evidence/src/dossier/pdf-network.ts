import { styles, type DossierPages } from './dossier-pages.ts'
import { bitsOf, linkReason } from './link-reason.ts'
import type { Dossier, DossierLink, DossierListing } from './model.ts'
import { percentOf, timeOf } from './words.ts'

/** Most of each on the pages: the rest is in the workbook. */
const shownInPdf = { accounts: 200, links: 200, reasons: 8, listings: 200 } as const

export async function writeNetworkSections(pages: DossierPages, dossier: Dossier): Promise<void> {
  await writeAccounts(pages, dossier)
  await writePersons(pages, dossier)
  await writeLinks(pages, dossier)
  await writeListings(pages, dossier)
}

async function writeAccounts(pages: DossierPages, { accounts }: Dossier): Promise<void> {
  pages.heading('accounts')
  if (accounts.length === 0) pages.absence('accounts', 'none')
  await pages.list(accounts, shownInPdf.accounts, (account) => {
    pages.entry('account', referred(account, account.name ?? account.sellerId))
    pages.small('column.marketplace', `${account.marketplace} · ${account.sellerId}`)
    pages.small('account.country', account.country)
    pages.small('account.basis', account.basis)
  })
}

async function writePersons(pages: DossierPages, { persons, accounts }: Dossier): Promise<void> {
  pages.heading('persons')
  if (persons.length === 0) pages.absence('persons', 'persons.none')
  const nameOf = accountNames(accounts)
  await pages.list(persons, persons.length, (person) => {
    pages.entry('column.name', person.name)
    pages.small('person.document', `${person.document} (${person.documentedBy})`)
    pages.small('person.accounts', person.accounts.map(nameOf).join(', '))
  })
}

async function writeLinks(pages: DossierPages, dossier: Dossier): Promise<void> {
  const { links, model, network } = dossier
  const { say } = pages
  pages.heading('links')
  pages.paragraph(say('claims.links'))
  pages.entry('model', modelErrorOf(dossier, pages) ?? say('unknown'))
  const weakest = network?.weakest ?? null
  if (weakest !== null) {
    const values = { accounts: weakest.accounts.length, weight: bitsOf(weakest.weight) }
    pages.entry('weakest', say('weakest.text', values))
  }
  if (links.length === 0) pages.absence('links', 'links.none')
  const strongest = links.toSorted((a, b) => b.weight - a.weight)
  const error = model === null ? null : modelErrorOf(dossier, pages)
  const nameOf = accountNames(dossier.accounts)
  await pages.list(strongest, shownInPdf.links, (link) => writeLink(pages, link, { nameOf, error }))
}

type LinkContext = { nameOf: (id: string) => string; error: string | null }

function writeLink(pages: DossierPages, link: DossierLink, { nameOf, error }: LinkContext): void {
  const { say } = pages
  pages.entry('link', referred(link, `${nameOf(link.a)} – ${nameOf(link.b)}`))
  pages.small(
    'column.probability',
    say('link.probability', {
      percent: percentOf(link.probability),
      weight: bitsOf(link.weight),
    }),
  )
  pages.small('model', error)
  for (const reason of link.reasons.slice(0, shownInPdf.reasons)) {
    pages.small('reason', linkReason(say, reason))
  }
  if (link.judgement === null) return
  const { judgement, by, at } = link.judgement
  pages.small(
    'link.judgement',
    say('link.judgement.text', { judgement: say(`judgement.${judgement}`), by, at: timeOf(at) }),
  )
}

/** The measured error of the model in a sentence; null without a model. */
export function modelErrorOf(
  { model }: Dossier,
  { say }: Pick<DossierPages, 'say'>,
): string | null {
  if (model === null) return null
  const { version, error } = model
  if (error === null) return say('model.unmeasured', { version })
  return say('model.error', {
    version,
    rate: percentOf(error.rate),
    sample: error.sample,
    level: percentOf(error.level),
    low: percentOf(error.low),
    high: percentOf(error.high),
    at: error.measuredAt.slice(0, 10),
  })
}

async function writeListings(pages: DossierPages, { listings, accounts }: Dossier): Promise<void> {
  pages.heading('listings')
  pages.paragraph(pages.say('claims.status'))
  if (listings.length === 0) pages.absence('listings', 'none')
  const nameOf = accountNames(accounts)
  const pointers = pages.withheld.entryPointers('listings', listings.length)
  await pages.list(listings, shownInPdf.listings, (listing, place) =>
    writeListing(pages, listing, { nameOf, pointer: pointers[place] ?? '' }),
  )
}

function writeListing(
  pages: DossierPages,
  listing: DossierListing,
  { nameOf, pointer }: { nameOf: (id: string) => string; pointer: string },
): void {
  const { say, figures } = pages
  pages.entry('listing', referred(listing, listing.title))
  pages.entry('listing.status', say(`status.${listing.status}`), styles.small)
  pages.small('column.external-id', `${listing.marketplace} · ${listing.externalId}`)
  pages.small('account', listing.account === null ? null : nameOf(listing.account))
  pages.small('listing.address', listing.address)
  pages.small('listing.price', listing.price === null ? null : figures.amount(listing.price))
  const seen = { first: timeOf(listing.firstSeen), last: timeOf(listing.lastSeen) }
  pages.small('listing.seen', say('listing.seen.text', seen))
  pages.small('listing.sold', listing.unitsSold === null ? null : figures.count(listing.unitsSold))
  pages.small(
    'listing.verdict',
    listing.verdict === null ? null : say(`verdict.${listing.verdict}`),
  )
  for (const reason of listing.reasons.slice(0, shownInPdf.reasons)) {
    pages.small('listing.reason', reason)
  }
  const { captures } = listing
  pages.small(
    'listing.captures',
    captures.length === 0
      ? pages.withheld.markOr(`${pointer}/captures`, say('listing.captures.none'))
      : captures.join(', '),
  )
  pages.small('listing.conclusion', listing.conclusion)
}

/**
 * Accounts by the names under which people know them. The seller’s own name comes last: one that runs from right to left
 * does not turn what follows.
 */
export function accountNames(accounts: Dossier['accounts']): (id: string) => string {
  const names = new Map(
    accounts.map((account) => {
      const { id, name, sellerId, marketplace } = account
      return [id, referred(account, `${marketplace}: ${name ?? sellerId}`)] as const
    }),
  )
  return (id) => names.get(id) ?? id
}

/** The text after the reference of its entry, if it has one. */
export function referred({ reference }: { reference?: string | undefined }, text: string): string {
  return reference === undefined ? text : `${reference} · ${text}`
}
