import type { LinkModelComparisonView, Listing } from '@touchstone/contract'
import type { HubDecision, IdentifierType, Judgement } from '@touchstone/linkage'

/** A listing as it is stored now. */
export type CurrentListing = { id: string; account: string; version: number; content: Listing }

/** Where a reason shows: a field of a listing, and the span there. */
export type ReasonPlace = { listing: string; field: string; start: number; end: number }

/** Why two accounts are linked, or what speaks against it: a code and numbers, no words of anyone. */
export type LinkReason = {
  code: string
  family: string
  weight: number
  /** The identifier that both accounts have; null for what is no identifier, and for cards. */
  identifier: string | null
  places: ReasonPlace[]
}

/** Keys by which an organisation knows identifiers and card numbers. */
export type LinkKeys = { identifiers: Uint8Array; cards: Uint8Array }

export type FoundIdentifier = {
  id: string
  digest: string
  type: IdentifierType
  /** None of a card. */
  value: string | null
}

export type ListingIdentifiers = Pick<CurrentListing, 'id' | 'account' | 'version'> & {
  found: { identifier: string; type: IdentifierType; field: string; start: number; end: number }[]
}

export type FoundLink = {
  a: string
  b: string
  weight: number
  probability: number
  linked: boolean
  reasons: LinkReason[]
  /** Of all of the above. */
  digest: string
}

export type FoundNetwork = {
  number: number
  accounts: number
  probability: number
  weakestSide: string[]
  weakestBits: number
}

export type NetworkMembers = { number: number; accounts: string[] }

export type FoundNetworkEvent =
  | { event: 'joined' | 'left'; network: number; account: string }
  | { event: 'merged' | 'split'; network: number; other: number }

export type FoundHub = {
  digest: string
  type: string
  /** Null for a picture. */
  identifier: string | null
  /** Its address or digest; null for an identifier. */
  picture: string | null
  accounts: number
  usual: number
  /** What people decided of it; null if nothing. */
  decision: HubDecision['decision'] | null
}

/** What people decided of a value, known by its digest. */
export type DecidedHub = {
  digest: string
  decision: HubDecision['decision']
  /** Null for a value that no listing has, as far as was written. */
  known: Pick<HubDecision, 'type' | 'value'> | null
}

export type FittedModel = { accounts: number; prior: number; digest: string; json: string }

/** What links are weighed by. */
export type WeighingModel = {
  json: string
  /** Else judgements alone link accounts. */
  isLive: boolean
}

/** How the links of a model in shadow differ from those there are. */
export type ModelComparison = Omit<LinkModelComparisonView, 'at' | 'with'>

/** What an organisation’s memory is made from, beside its listings. */
export type LinkMemory = {
  keys: LinkKeys
  model: WeighingModel | undefined
  links: readonly { a: string; b: string; digest: string }[]
  networks: { last: number; events: readonly FoundNetworkEvent[] }
  /** Digests of the hubs that are stored. */
  hubs: readonly string[]
}

export type LinkChanges = {
  listings: readonly CurrentListing[]
  /** Listings that are no account’s any more. */
  gone: readonly string[]
  /** Those in force. */
  judgements: readonly Judgement[]
  /** Those in force. */
  hubDecisions: readonly DecidedHub[]
  at: string
  /** Whether a new version may be fitted by itself. */
  mayFit: boolean
  /** Whether a draft is to be fitted. */
  isDrafting: boolean
  /** A model in shadow whose links are to be compared with those there are, as JSON. */
  shadow: string | undefined
}

/** What differs from what was written before. */
export type LinkUpdate = {
  identifiers: FoundIdentifier[]
  listings: ListingIdentifiers[]
  /** Identifiers that listings had which are gone; undefined if they are not known. */
  freed: string[] | undefined
  links: FoundLink[]
  /** Pairs that are no longer likely. */
  unlinked: { a: string; b: string }[]
  networks: FoundNetwork[]
  retired: { number: number; into: number | null }[]
  events: FoundNetworkEvent[]
  /** Those that are new or changed. */
  hubs: FoundHub[]
  /** Digests of those that are none any more. */
  endedHubs: string[]
  fitted: FittedModel | undefined
  draft: FittedModel | undefined
  comparison: ModelComparison | undefined
}
