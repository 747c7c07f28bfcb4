import { createHash, createHmac } from 'node:crypto'
import {
  bitsOf,
  fitSellerModel,
  LinkedMarket,
  networkId,
  networkNumber,
  NetworkRegister,
  readListing,
  SellerListings,
  type Hub,
  type HubDecision,
  type LinkedSellers,
  type MarketChanges,
  type NetworkEvent,
  type ReadListing,
  type SellerLink,
  type SellerModel,
} from '@touchstone/linkage'
import { digestOf } from './identifier-id.ts'
import { shortDigest } from './short-digest.ts'
import type {
  CurrentListing,
  DecidedHub,
  FittedModel,
  FoundHub,
  FoundIdentifier,
  FoundLink,
  FoundNetwork,
  FoundNetworkEvent,
  LinkChanges,
  LinkMemory,
  LinkReason,
  LinkUpdate,
  ListingIdentifiers,
  ModelComparison,
  NetworkMembers,
} from './types.ts'

/** Accounts with listings from which on a model is fitted and frozen. Below, it is that of the accounts there are. */
const leastAccounts = 30
/** A model is fitted anew at so many times the accounts of the last one, as long as that knew fewer than `enoughAccounts`. */
const growth = 4
const enoughAccounts = 1000
/** Least probability of a pair that is stored for people to review. */
export const leastProbability = 0.05
/** Links of each account that are stored. */
export const mostLinks = 20
export const threshold = 0.5
/** Pairs that a comparison of models names of each side. */
const mostCompared = 100

/** The accounts of one organisation in memory, as they are linked, and what has been written of it. */
export class LinkedOrganisation {
  readonly #keys: LinkMemory['keys']
  readonly #listings = new SellerListings()
  /** The account of each listing. */
  readonly #accounts = new Map<string, string>()
  /** How many listings each account has that has any. */
  readonly #sizes = new Map<string, number>()
  readonly #register: NetworkRegister
  readonly #links: Map<string, string>
  readonly #networks = new Map<number, string>()
  readonly #hubs: Set<string>
  #model: SellerModel | undefined
  readonly #judgedAlone: boolean
  /** The accounts as they are linked under the model, once they are. */
  #linked: LinkedMarket | undefined

  constructor({ keys, model, links, networks, hubs }: LinkMemory) {
    this.#keys = keys
    this.#model = model && (JSON.parse(model.json) as SellerModel)
    this.#judgedAlone = model?.isLive === false
    this.#links = new Map(links.map(({ a, b, digest }) => [`${a} ${b}`, digest]))
    this.#hubs = new Set(hubs)
    this.#register = new NetworkRegister(networks.last)
    this.#register.add(networks.events.map((event) => toRegisterEvent(event, '')))
  }

  /** Reads listings whose identifiers have been written. */
  load(listings: readonly CurrentListing[]): void {
    for (const listing of listings) this.#put(listing)
  }

  /** Reads listings, and returns the identifiers in them. */
  identify(listings: readonly CurrentListing[]): ListingIdentifiers[] {
    const identifiers = new Map<string, FoundIdentifier>()
    return listings.map((listing) => this.#identify(listing, identifiers))
  }

  /** The accounts of all networks, as they were last linked. */
  members(): NetworkMembers[] {
    return [...this.#register.networks()].map(([network, accounts]) => ({
      number: networkNumber(network),
      accounts: accounts.map(({ seller }) => seller),
    }))
  }

  update(given: LinkChanges): LinkUpdate {
    const { listings, gone, judgements, at, mayFit, isDrafting, shadow } = given
    const removed = gone.flatMap((id) => this.#remove(id)?.identifiers ?? [])
    const identifiers = new Map<string, FoundIdentifier>()
    const found = listings.map((listing) => this.#identify(listing, identifiers))
    const decisions = this.#resolve(given.hubDecisions, identifiers.values(), listings)
    const { model, fitted } = this.#modelNow(mayFit)
    const isWhole = this.#linked === undefined
    const linked = this.#linked ?? this.#market(model)
    const changes = linked.update(
      isWhole ? this.#listings.accounts() : this.#listings.changed(),
      judgements,
      decisions,
    )
    this.#listings.settle()
    this.#linked = model === this.#model ? linked : undefined
    return {
      identifiers: [...identifiers.values()],
      listings: found,
      // New memory knows nothing of listings that are gone.
      freed: isWhole
        ? undefined
        : removed.map(({ type, value }) => digestOf(this.#keys.identifiers, type, value).id),
      ...this.#compareLinks(changes, isWhole),
      ...this.#compareNetworks(changes, at, isWhole),
      ...this.#compareHubs(changes, model, isWhole),
      fitted,
      draft: isDrafting ? this.#fit() : undefined,
      comparison:
        shadow === undefined
          ? undefined
          : this.#compareModel(linked, shadow, { judgements, decisions }),
    }
  }

  #market(model: SellerModel, judgedAlone = this.#judgedAlone): LinkedMarket {
    return new LinkedMarket({
      model,
      least: bitsOf(threshold),
      judgedAlone,
      told: { most: mostLinks, least: bitsOf(leastProbability) },
    })
  }

  /** The model that links are weighed by now, and whether it is new. */
  #modelNow(mayFit: boolean): { model: SellerModel; fitted: FittedModel | undefined } {
    const count = this.#sizes.size
    const known = this.#model
    const before = known?.statistics.accounts
    const isDue =
      before === undefined
        ? count >= leastAccounts
        : mayFit && before < enoughAccounts && count >= growth * before
    if (known !== undefined && !isDue) return { model: known, fitted: undefined }
    const model = fitSellerModel(this.#accountsWithListings())
    if (!isDue) return { model, fitted: undefined }
    this.#model = model
    this.#linked = undefined
    return { model, fitted: toFitted(model, count) }
  }

  /** A model of the accounts there are, which weighs nothing yet. */
  #fit(): FittedModel {
    const accounts = this.#accountsWithListings()
    return toFitted(fitSellerModel(accounts), accounts.length)
  }

  #accountsWithListings(): ReturnType<SellerListings['accounts']> {
    return this.#listings.accounts().filter((account) => account.listings.length > 0)
  }

  /** How the links of another model would differ from these. */
  #compareModel(
    linked: LinkedMarket,
    json: string,
    { judgements, decisions }: Pick<LinkChanges, 'judgements'> & { decisions: HubDecision[] },
  ): ModelComparison {
    const other = this.#market(JSON.parse(json) as SellerModel, false)
    other.update(this.#listings.accounts(), judgements, decisions)
    const [live, shadow] = [linked, other].map((one) => one.linked(mostLinks, bitsOf(threshold)))
    if (live === undefined || shadow === undefined) throw new Error('nothing was compared')
    return {
      live: countsOf(live),
      shadow: countsOf(shadow),
      onlyLive: onlyIn(live, shadow),
      onlyShadow: onlyIn(shadow, live),
    }
  }

  /** The decisions on values that listings have: those that are stored, and those that listings of this turn bring. */
  #resolve(
    decided: readonly DecidedHub[],
    identifiers: Iterable<FoundIdentifier>,
    listings: readonly CurrentListing[],
  ): HubDecision[] {
    const unknown = decided.some(({ known }) => known === null)
    const found = new Map<string, DecidedHub['known']>()
    if (unknown) {
      for (const { digest, type, value } of identifiers)
        if (value !== null) found.set(digest, { type, value })
      for (const { pictures } of listings.map((listing) => this.#read(listing)))
        for (const value of pictures)
          if (value !== null) found.set(this.#digestOfPicture(value), { type: 'picture', value })
    }
    return decided.flatMap(({ digest, decision, known }) => {
      const of = known ?? found.get(digest)
      return of ? { ...of, decision } : []
    })
  }

  #digestOfPicture(picture: string): string {
    return createHmac('sha256', this.#keys.identifiers).update(`picture ${picture}`).digest('hex')
  }

  #put(listing: CurrentListing): ReadListing {
    const { id, account } = listing
    const before = this.#accounts.get(id)
    if (before !== undefined && before !== account) this.#remove(id)
    const read = this.#read(listing)
    this.#listings.replace(read)
    if (!this.#accounts.has(id)) this.#count(account, 1)
    this.#accounts.set(id, account)
    return read
  }

  #read({ id, account, content }: CurrentListing): ReadListing {
    const seal = (value: string): string =>
      createHmac('sha256', this.#keys.cards).update(value).digest('base64url')
    const named = readListing(content, { seal })
    if (named === undefined) throw new Error(`listing ${id} of an account names no seller`)
    // Accounts and listings go by their IDs here, not by what the marketplace calls them.
    return { ...named, id, seller: account, marketplace: '' }
  }

  #remove(id: string): ReadListing | undefined {
    const account = this.#accounts.get(id)
    if (account === undefined) return undefined
    this.#accounts.delete(id)
    this.#count(account, -1)
    return this.#listings.remove({ seller: account, marketplace: '', id })
  }

  #count(account: string, by: number): void {
    const size = (this.#sizes.get(account) ?? 0) + by
    if (size > 0) this.#sizes.set(account, size)
    else this.#sizes.delete(account)
  }

  #identify(listing: CurrentListing, all: Map<string, FoundIdentifier>): ListingIdentifiers {
    const { id, account, version } = listing
    const read = this.#put(listing)
    return { id, account, version, found: this.#identifiersOf(read, all) }
  }

  #identifiersOf(
    { identifiers }: ReadListing,
    all: Map<string, FoundIdentifier>,
  ): ListingIdentifiers['found'] {
    return identifiers.map(({ type, value, field, start, end }) => {
      const { id, digest } = digestOf(this.#keys.identifiers, type, value)
      if (!all.has(id)) all.set(id, { id, digest, type, value: type === 'card' ? null : value })
      return { identifier: id, type, field, start, end }
    })
  }

  #compareLinks(
    { links, unlinked }: MarketChanges,
    isWhole: boolean,
  ): Pick<LinkUpdate, 'links' | 'unlinked'> {
    const changed: FoundLink[] = []
    const now = new Set<string>()
    for (const link of links) {
      const found = this.#toLink(link)
      const pair = `${found.a} ${found.b}`
      now.add(pair)
      if (this.#links.get(pair) === found.digest) continue
      this.#links.set(pair, found.digest)
      changed.push(found)
    }
    const ended = isWhole
      ? [...this.#links.keys()].filter((pair) => !now.has(pair))
      : unlinked.map(({ a, b }) => [a, b].toSorted().join(' '))
    return {
      links: changed,
      unlinked: ended.flatMap((pair) => {
        const [a = '', b = ''] = pair.split(' ')
        return this.#links.delete(pair) ? { a, b } : []
      }),
    }
  }

  #toLink(link: SellerLink): FoundLink {
    const [a, b] = [link.a, link.b].toSorted()
    const { weight, probability } = link
    const reasons = link.reasons.map(
      ({ code, family, weight: bits, values, places }): LinkReason => {
        const type = code.startsWith('identifier.') ? code.slice('identifier.'.length) : undefined
        const [value] = values
        const identifier =
          type === undefined || value === undefined
            ? null
            : digestOf(this.#keys.identifiers, type as FoundIdentifier['type'], value).id
        return { code, family, weight: bits, identifier, places }
      },
    )
    const content = {
      a: a ?? '',
      b: b ?? '',
      weight,
      probability,
      linked: probability >= threshold,
      reasons,
    }
    return { ...content, digest: shortDigest(content) }
  }

  #compareNetworks(
    { networks, accounts }: MarketChanges,
    at: string,
    isWhole: boolean,
  ): Pick<LinkUpdate, 'networks' | 'events' | 'retired'> {
    const toAccount = (seller: string) => ({ seller, marketplace: '' })
    const happened = this.#register.update(
      networks.map(({ sellers }) => sellers.map(toAccount)),
      at,
      isWhole ? undefined : accounts,
    )
    const changed: FoundNetwork[] = []
    for (const { sellers, probability, weakest } of networks) {
      const number = networkNumber(this.#register.networkOf(toAccount(sellers[0] ?? '')) ?? '')
      const network = {
        number,
        accounts: sellers.length,
        probability,
        weakestSide: weakest.sellers,
        weakestBits: weakest.weight,
      }
      const digest = shortDigest([network, sellers])
      if (this.#networks.get(number) !== digest) changed.push(network)
      this.#networks.set(number, digest)
    }
    const left = new Set(happened.flatMap((one) => (one.event === 'left' ? one.network : [])))
    const retired = [...left]
      .filter((network) => !this.#register.lasts(network))
      .map((network) => {
        const into = this.#register.resolve(network)
        this.#networks.delete(networkNumber(network))
        return {
          number: networkNumber(network),
          into: into === network ? null : networkNumber(into),
        }
      })
    return { networks: changed, events: happened.map(toFoundEvent), retired }
  }

  #compareHubs(
    { hubs, ended }: MarketChanges,
    model: SellerModel,
    isWhole: boolean,
  ): Pick<LinkUpdate, 'hubs' | 'endedHubs'> {
    // Of cards no value is told by which two hubs could be told apart.
    const found = hubs.filter(({ type }) => type !== 'card').map((hub) => this.#toHub(hub, model))
    const now = new Set(found.map(({ digest }) => digest))
    const before = isWhole
      ? [...this.#hubs]
      : ended.filter(({ type }) => type !== 'card').map((hub) => this.#toHub(hub, model).digest)
    const endedHubs = before.filter((digest) => !now.has(digest) && this.#hubs.delete(digest))
    for (const digest of now) this.#hubs.add(digest)
    return { hubs: found, endedHubs }
  }

  #toHub({ type, value, accounts, decision: decided }: Hub, model: SellerModel): FoundHub {
    const decision = decided ?? null
    if (type === 'picture') {
      const digest = this.#digestOfPicture(value)
      const usual = model.mostWithPicture
      return { digest, type, identifier: null, picture: value, accounts, usual, decision }
    }
    const known = type as FoundIdentifier['type']
    const { id, digest } = digestOf(this.#keys.identifiers, known, value)
    const usual = model.identifiers[known].most
    return { digest, type, identifier: id, picture: null, accounts, usual, decision }
  }
}

function toFitted(model: SellerModel, accounts: number): FittedModel {
  const json = JSON.stringify(model)
  const digest = createHash('sha256').update(json).digest('hex')
  return { accounts, prior: model.prior, digest, json }
}

function linksOf({ links }: LinkedSellers): ModelComparison['onlyLive'] {
  return links
    .filter(({ probability }) => probability >= threshold)
    .map(({ a, b, probability }) => {
      const [one = '', other = ''] = [a, b].toSorted()
      return { a: one, b: other, probability }
    })
}

function countsOf(linked: LinkedSellers): ModelComparison['live'] {
  const { networks } = linked
  const largest = networks.reduce((most, { sellers }) => Math.max(most, sellers.length), 0)
  return { links: linksOf(linked).length, networks: networks.length, largest }
}

/** The most probable links of one run that another one has not. */
function onlyIn(one: LinkedSellers, other: LinkedSellers): ModelComparison['onlyLive'] {
  const known = new Set(linksOf(other).map(({ a, b }) => `${a} ${b}`))
  return linksOf(one)
    .filter(({ a, b }) => !known.has(`${a} ${b}`))
    .toSorted((x, y) => y.probability - x.probability)
    .slice(0, mostCompared)
}

function toFoundEvent(event: NetworkEvent): FoundNetworkEvent {
  const network = networkNumber(event.network)
  if (event.event === 'merged')
    return { event: 'merged', network, other: networkNumber(event.into) }
  if (event.event === 'split') return { event: 'split', network, other: networkNumber(event.from) }
  return { event: event.event, network, account: event.account.seller }
}

function toRegisterEvent(found: FoundNetworkEvent, at: string): NetworkEvent {
  const network = networkId(found.network)
  if ('other' in found) {
    const other = networkId(found.other)
    return found.event === 'merged'
      ? { at, event: 'merged', network, into: other }
      : { at, event: 'split', network, from: other }
  }
  return { at, event: found.event, network, account: { seller: found.account, marketplace: '' } }
}
