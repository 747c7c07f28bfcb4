import type { InboxCountView, InboxKind, SessionView } from '@touchstone/contract'
import { isMember, permissionsOf, type Permissions } from '../access/session/index.ts'
import type { PlainKey } from '../messages/index.ts'
import type { IconName } from '../components/index.ts'

export type MenuItem = {
  to: string
  label: PlainKey
  icon: IconName
  exact?: boolean
  /** Where pages lie that belong here, but not below `to`. */
  also?: string
  needs?: keyof Permissions
  /** The kinds of inbox items that this page handles: its badge and its filter of the inbox count them. */
  kinds?: KindGroup['kinds']
}

export type MenuGroup = { title: PlainKey; places: readonly MenuItem[] }

const inbox: MenuItem = { to: '/', label: 'nav.inbox', icon: 'nothing', exact: true }

const today: MenuGroup = {
  title: 'nav.group.today',
  places: [
    inbox,
    {
      to: '/approvals',
      label: 'nav.approvals',
      icon: 'check',
      kinds: ['decision-approval', 'notice-approval'],
    },
    { to: '/deadlines', label: 'nav.deadlines', icon: 'clock', kinds: ['deadline'] },
  ],
}

const detection: MenuGroup = {
  title: 'nav.group.detection',
  places: [
    { to: '/listings', label: 'nav.listings', icon: 'listings' },
    { to: '/sellers', label: 'nav.sellers', icon: 'account' },
    { to: '/seller-queue', label: 'nav.seller-queue', icon: 'gauge', needs: 'seePortfolios' },
    {
      to: '/networks',
      label: 'nav.networks',
      icon: 'network',
      kinds: ['link-review'],
    },
    { to: '/overview', label: 'nav.overview', icon: 'overview' },
    { to: '/insight', label: 'nav.insight', icon: 'insight', needs: 'seeQuality' },
    { to: '/funnel', label: 'nav.funnel', icon: 'jobs', needs: 'seeQuality' },
    { to: '/watches', label: 'nav.watches', icon: 'watch' },
    {
      to: '/codes',
      label: 'nav.codes',
      icon: 'codes',
      also: '/reports',
      needs: 'seeCodes',
      kinds: ['code-alarm', 'buyer-report'],
    },
    { to: '/import', label: 'nav.import', icon: 'import', needs: 'sendListings' },
    { to: '/thresholds', label: 'nav.thresholds', icon: 'thresholds', needs: 'assessListings' },
    { to: '/lexicon', label: 'nav.lexicon', icon: 'lexicon', needs: 'assessListings' },
    {
      to: '/blind-audit',
      label: 'nav.blind-audit',
      also: '/error-ledger',
      icon: 'auditSample',
      needs: 'assessListings',
    },
  ],
}

const enforcement: MenuGroup = {
  title: 'nav.group.enforcement',
  places: [
    {
      to: '/dossiers/received',
      label: 'nav.dossiers-received',
      icon: 'dossier',
      also: '/dossiers',
      needs: 'receiveDossiers',
    },
    { to: '/cases', label: 'nav.cases', icon: 'cases', kinds: ['case-due'] },
    {
      to: '/dossiers',
      label: 'nav.dossiers',
      icon: 'dossier',
      needs: 'sendDossiers',
      kinds: ['dossier-contest'],
    },
    {
      to: '/captures',
      label: 'nav.captures',
      icon: 'captures',
      needs: 'handleEvidence',
      kinds: ['failed-capture'],
    },
    { to: '/notices', label: 'nav.notices', icon: 'notice', kinds: ['marketplace-response'] },
    { to: '/proceedings', label: 'nav.proceedings', icon: 'law', also: '/regimes' },
    {
      to: '/notice-quality',
      label: 'nav.notice-quality',
      icon: 'gauge',
      needs: 'assessListings',
    },
    {
      to: '/confidentiality-holds',
      label: 'nav.confidentiality-holds',
      icon: 'lock',
      needs: 'orderConfidentiality',
    },
  ],
}

const moderation: MenuGroup = {
  title: 'nav.group.moderation',
  places: [
    {
      to: '/moderation',
      label: 'nav.moderation',
      icon: 'inbox',
      needs: 'receiveNotices',
      kinds: ['received-notice', 'follow-up'],
    },
    {
      to: '/appeals',
      label: 'nav.appeals',
      icon: 'answers',
      needs: 'receiveNotices',
      kinds: ['appeal', 'proof-submission'],
    },
  ],
}

const organisation: MenuGroup = {
  title: 'nav.group.organisation',
  places: [
    { to: '/catalog', label: 'nav.catalog', icon: 'catalog', kinds: ['claim-decision'] },
    { to: '/users', label: 'nav.users', icon: 'people' },
    { to: '/api-keys', label: 'nav.api-keys', icon: 'key', needs: 'manageMembers' },
    {
      to: '/webhooks',
      label: 'nav.webhooks',
      icon: 'hook',
      needs: 'manageMembers',
      kinds: ['failing-webhook'],
    },
    { to: '/retention', label: 'nav.retention', icon: 'clock', needs: 'readRetention' },
    { to: '/audit-log', label: 'nav.audit-log', icon: 'log', needs: 'readLog' },
  ],
}

/** The menu of the operator. */
const ofOperator: readonly MenuGroup[] = [
  {
    title: 'nav.group.today',
    places: [
      inbox,
      {
        to: '/operator/claims',
        label: 'nav.claims',
        icon: 'catalog',
        kinds: ['claim-decision'],
      },
    ],
  },
  {
    title: 'nav.group.installation',
    places: [
      {
        to: '/operator',
        label: 'nav.organisations',
        icon: 'people',
        exact: true,
        kinds: ['setup'],
      },
      { to: '/lexicon', label: 'nav.lexicon', icon: 'lexicon' },
      { to: '/operator/engines', label: 'nav.engines', icon: 'engine' },
      {
        to: '/operator/jobs',
        label: 'nav.jobs',
        icon: 'jobs',
        kinds: ['failing-webhook', 'failed-job'],
      },
      { to: '/operator/watches', label: 'nav.watches', icon: 'watch' },
      { to: '/operator/database', label: 'nav.database', icon: 'store' },
      { to: '/operator/retention', label: 'nav.retention', icon: 'clock' },
    ],
  },
]

/** The menu of a person, in at most five groups; marketplaces see moderation first. */
export function menuOf(state: SessionView): readonly MenuGroup[] {
  if (!isMember(state)) return ofOperator
  const rights = permissionsOf(state)
  const groups = rights.receiveNotices
    ? [today, moderation, detection, enforcement, organisation]
    : [today, detection, enforcement, moderation, organisation]
  return groups
    .map(({ title, places }) => ({
      title,
      places: places.filter(({ needs }) => needs === undefined || rights[needs]),
    }))
    .filter(({ places }) => places.length > 0)
}

export type Waiting = { count: number; more: boolean }

/** The items that need the person: all but findings and sellers, which never run out. */
export function needingYou(counts: readonly InboxCountView[]): Waiting {
  return total(counts.filter(({ kind }) => kind !== 'finding' && kind !== 'seller'))
}

/** The items of these kinds. */
export function waitingOf(kinds: readonly InboxKind[], counts: readonly InboxCountView[]): Waiting {
  return total(counts.filter(({ kind }) => kinds.includes(kind)))
}

function total(counts: readonly InboxCountView[]): Waiting {
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    more: counts.some(({ more }) => more),
  }
}

/** Kinds that one page of the menu handles, under its name; a kind without a page is alone. */
export type KindGroup = { kinds: readonly [InboxKind, ...InboxKind[]]; label?: PlainKey }
