export { HubsList } from './hubs-list.tsx'
export { LinkPath } from './link-path.tsx'
export { LinkTabs } from './link-tabs.tsx'
export { useLinkWords } from './link-words.ts'
export { MaskedIdentifier } from './masked-identifier.tsx'
export { NetworkEvents } from './network-events.tsx'
export { PairAgainst } from './pair-against.tsx'
export { SellerIdentifiers } from './seller-identifiers.tsx'
export { ListingLinks, SellerLinks } from './seller-links.tsx'
export {
  useAccount,
  useHubs,
  useJudge,
  useJudgementAction,
  useJudgements,
  useLinkModels,
  useLinks,
  useListingsOfSide,
  useNetwork,
  usePair,
  type AccountLink,
  type LinkAccount,
  type LinkPair,
  type LinkReason,
  type NetworkDetails,
  type PairToJudge,
  type StoredJudgement,
} from './queries.ts'
