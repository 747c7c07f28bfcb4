import type { Member } from './session.ts'

/**
 * The actions that pages offer to a member. The server checks every request anyway; these only hide buttons that
 * would be refused.
 */
export type Permissions = {
  decide: boolean
  /** Whether the organisation assesses listings of its own; authorities and payment providers act on those of others. */
  assessListings: boolean
  sendListings: boolean
  changeCatalog: boolean
  setThresholds: boolean
  manageMembers: boolean
  /** Settings, rules and webhooks of the whole organisation. */
  manageOrganisation: boolean
  readLog: boolean
  claimBrands: boolean
  readRetention: boolean
  seeQuality: boolean
  /** Portfolios of sellers count listings of all brands. */
  seePortfolios: boolean
  /** Codes on goods, and what buyers report: they concern the whole organisation. */
  seeCodes: boolean
  issueCodes: boolean
  /** Hubs, models, judgements and contests of links concern listings of all brands. */
  seeWholeNetworks: boolean
  judgeLinks: boolean
  /** A dossier speaks for the whole organisation, on either side. */
  readDossiers: boolean
  prepareDossiers: boolean
  /** Releases what another person submitted. */
  releaseDossiers: boolean
  answerDossiers: boolean
  /** Whether dossiers go out from the organisation, or arrive there. */
  sendDossiers: boolean
  receiveDossiers: boolean
  requestInformation: boolean
  workOnCases: boolean
  arrangeCases: boolean
  handleEvidence: boolean
  holdEvidence: boolean
  /** A package holds all of a case, whatever brands that concerns. */
  packageCases: boolean
  actInProceedings: boolean
  /** Whether the organisation receives notices and appeals. */
  receiveNotices: boolean
  moderate: boolean
  reviewComplaints: boolean
  manageModeration: boolean
  sendNotices: boolean
  setNotices: boolean
  signForCounsel: boolean
  seeNoticeQuality: boolean
  readConfidentialityHolds: boolean
  /** Whether the organisation orders confidentiality holds; all others are only told of them. */
  orderConfidentiality: boolean
  holdItems: boolean
  /** Sets up watches and stops them. */
  watchSites: boolean
  readWatchSettings: boolean
  /** Pages that people reported. */
  recordTips: boolean
  /** The minutes spent on a watch. */
  logTime: boolean
}

export function permissionsOf({ organisation }: Pick<Member, 'organisation'>): Permissions {
  const { roles, kind, brands, territories } = organisation
  const seesAll = brands.length + territories.length === 0
  const works = roles.includes('admin') || roles.includes('analyst')
  const assesses = kind !== 'authority' && kind !== 'payment-provider'
  const readsHolds = seesAll && (roles.includes('admin') || roles.includes('auditor'))
  return {
    decide: roles.some((role) => role !== 'auditor'),
    assessListings: assesses,
    sendListings: works && assesses,
    changeCatalog: works,
    setThresholds: roles.includes('admin'),
    manageMembers: roles.includes('admin'),
    manageOrganisation: seesAll && roles.includes('admin'),
    seeQuality: works || roles.includes('auditor'),
    seePortfolios: seesAll,
    seeCodes: seesAll,
    issueCodes: seesAll && works,
    seeWholeNetworks: seesAll,
    judgeLinks: seesAll && roles.some((role) => role !== 'auditor'),
    readDossiers: seesAll,
    prepareDossiers: seesAll && works && kind !== 'authority',
    releaseDossiers: seesAll && roles.includes('admin'),
    answerDossiers: seesAll && roles.some((role) => role !== 'auditor'),
    sendDossiers: seesAll && kind !== 'authority',
    receiveDossiers: seesAll && kind === 'authority',
    requestInformation: seesAll && works && kind === 'authority',
    readLog: roles.includes('admin') || roles.includes('auditor'),
    claimBrands: roles.includes('admin') && (kind === 'rights-holder' || kind === 'counsel'),
    readRetention: seesAll && (works || roles.includes('auditor')),
    workOnCases: roles.some((role) => role !== 'auditor'),
    arrangeCases: seesAll && roles.includes('admin'),
    handleEvidence: works,
    holdEvidence: roles.includes('admin'),
    packageCases: seesAll && works,
    actInProceedings: works || roles.includes('reviewer'),
    receiveNotices: kind === 'marketplace' || kind === 'host',
    moderate: works || roles.includes('reviewer'),
    reviewComplaints: roles.includes('admin') || roles.includes('reviewer'),
    manageModeration: seesAll && roles.includes('admin'),
    sendNotices: works,
    setNotices: seesAll && roles.includes('admin'),
    signForCounsel: seesAll && roles.includes('admin'),
    seeNoticeQuality: seesAll,
    readConfidentialityHolds: readsHolds,
    orderConfidentiality: kind === 'authority' && readsHolds,
    holdItems: seesAll && roles.includes('admin'),
    watchSites: works,
    readWatchSettings: seesAll,
    recordTips: roles.some((role) => role !== 'auditor'),
    logTime: roles.some((role) => role !== 'auditor'),
  }
}
