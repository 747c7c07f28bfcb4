export { AccountName } from './account-name.tsx'
export { contestTones } from './contest-tones.ts'
export { HubsList } from './hubs-list.tsx'
export { LimitedSight } from './limited-sight.tsx'
export { LinkPath } from './link-path.tsx'
export { LinkTabs } from './link-tabs.tsx'
export { isBinding, useLinkWords } from './link-words.ts'
export { MaskedIdentifier } from './masked-identifier.tsx'
export { RecordContest } from './record-contest.tsx'
export { SellerContests } from './seller-contests.tsx'
export { NetworkEvents } from './network-events.tsx'
export { PairAgainst } from './pair-against.tsx'
export { SellerIdentifiers } from './seller-identifiers.tsx'
export { ListingLinks, SellerLinks } from './seller-links.tsx'
export {
  isUnderway,
  useContest,
  useContests,
  useDecideContest,
  useHubAction,
  useHubs,
  useJudge,
  useJudgementAction,
  useJudgements,
  useLinkModel,
  useLinkModels,
  useLinks,
  useListingsOfSide,
  useModelAction,
  useNetwork,
  usePair,
  useSellerLinks,
  type AccountLink,
  type HubAction,
  type LinkAccount,
  type LinkContestDetails,
  type LinkHub,
  type LinkModel,
  type LinkModelDetails,
  type LinkPair,
  type LinkReason,
  type NetworkDetails,
  type PairToJudge,
  type StoredJudgement,
} from './queries.ts'
