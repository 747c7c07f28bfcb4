import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import {
  AppealPage,
  AppealsPage,
  ProofRequestPage,
  ProofRequestsPage,
  ClearancesPage,
  AppealLinksPage,
  readAppealSearch,
  readProofRequestSearch,
} from '../enforcement/appeals/index.ts'
import { AuditLogPage, readLogSearch } from '../access/audit-log/index.ts'
import {
  AllClaimsPage,
  AnyClaimPage,
  BrandPage,
  EditBrandPage,
  NewBrandPage,
  BrandsPage,
  CatalogImportPage,
  ClaimPage,
  ClaimsPage,
  NewClaimPage,
  ProductsPage,
  readClaimSearch,
} from '../brands/index.ts'
import {
  CapturePage,
  CapturesPage,
  CaptureComparisonPage,
} from '../investigation/captures/index.ts'
import {
  BoardPage,
  CasePage,
  CasesPage,
  NotesPage,
  QueuesPage,
  readCaseSearch,
  TemplatesPage,
} from '../investigation/cases/index.ts'
import { ImportPage } from '../listings/imports/index.ts'
import {
  EditTermPage,
  readTermSearch,
  EngineReleasePage,
  EngineReleasesPage,
  TermPage,
  TermsPage,
} from '../review/engine-releases/index.ts'
import { filtersOf, ListingPage, QueuePage, loadQueue, readQueueSearch } from '../listings/index.ts'
import { ApprovalsPage } from '../review/decisions/index.ts'
import {
  EnginesPage,
  OperatorArea,
  RetentionOverviewPage,
  JobsPage,
  OrganisationsPage,
  StorePage,
} from '../access/operator/index.ts'
import {
  NoticeSettingsPage,
  NoticePage,
  NoticesPage,
  readDraftSearch,
  readNoticeSearch,
} from '../enforcement/notices/index.ts'
import { readSummarySearch, WatchSummaryPage } from '../watches/daily-summary/index.ts'
import { OverviewPage, readOverviewSearch } from '../listings/overview/index.ts'
import {
  ReferenceImagesPage,
  ComparisonPage,
  readBankSearch,
  ReferenceImagePage,
} from '../images/reference-images/index.ts'
import { ApiKeysPage, UsersPage } from '../access/users/index.ts'
import {
  DeadlinesPage,
  ProceedingPage,
  ProceedingsPage,
  readDeadlineSearch,
  readProceedingSearch,
  RegimePage,
} from '../enforcement/proceedings/index.ts'
import {
  BulkRestrictionsPage,
  FilingsPage,
  FlaggersPage,
  MeasuresPage,
  MisusePage,
  OwnInitiativePage,
  readReceivedSearch,
  readModerationSearch,
  ReceivedNoticePage,
  ModerationQueuePage,
  ModerationSettingsPage,
} from '../enforcement/moderation/index.ts'
import {
  NoticeQualityPage,
  ConfidentialityHoldsPage,
  readNoticeQualitySearch,
} from '../enforcement/notice-quality/index.ts'
import {
  AlertsPage,
  BatchesPage,
  CodePage,
  CodesPage,
  ReportPage,
  ReportsPage,
} from '../goods/index.ts'
import { RetentionPage } from '../privacy/index.ts'
import {
  readBlindAuditSearch,
  AnnotationPage,
  BlindAuditResultsPage,
  ErrorLedgerPage,
} from '../review/blind-audit/index.ts'
import {
  readSellerQueueSearch,
  readSellerSearch,
  SellerPage,
  SellerQueuePage,
  SellersPage,
} from '../sellers/seller-accounts/index.ts'
import {
  HubsPage,
  LinkContestPage,
  LinkContestsPage,
  LinkModelPage,
  LinkReviewPage,
  NetworkPage,
  NetworksPage,
  readContestsSearch,
  readNetworkSearch,
  readReviewSearch,
} from '../sellers/links/index.ts'
import {
  InformationRequestPage,
  InformationRequestsPage,
  NewInformationRequestPage,
  NewReferralPage,
  readNewReferralSearch,
  readNewRequestSearch,
  readReceivedReferralSearch,
  readReferralSearch,
  readRequestSearch,
  ReceivedReferralsPage,
  ReferralPage,
  ReferralsPage,
  ReferralStatisticsPage,
} from '../sellers/referrals/index.ts'
import { AccountPage, InvitationPage, SignInPage } from '../access/session/index.ts'
import { Failed, Loading } from '../components/index.ts'
import { readThresholdSearch, ThresholdsPage } from '../brands/thresholds/index.ts'
import {
  ConnectorsPage,
  GatePage,
  NewWatchPage,
  SiteRequestsPage,
  TipsPage,
  readCostSearch,
  readSharedPage,
  WatchCostsPage,
  WatchedListingPage,
  WatchesPage,
  WatchPage,
} from '../watches/index.ts'
import { WebhookPage, WebhooksPage } from '../messaging/webhooks/index.ts'
import { InboxPage, readInboxSearch } from './inbox/index.ts'
import {
  FigureListingsPage,
  FunnelPage,
  InsightPage,
  readFigureSearch,
  readInsightSearch,
} from './insight/index.ts'
import { MemberArea } from './member-area.tsx'
import { NotFoundPage } from './not-found-page.tsx'

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: BrokenPage,
})

function BrokenPage({ error, reset }: ErrorComponentProps): ReactNode {
  return <Failed error={error} retry={reset} />
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readBrand(search: Record<string, unknown>): { brand?: string } {
  const brand = text(search['brand'])
  return brand === undefined ? {} : { brand }
}

/** A state by which a list is filtered; the page drops unknown ones. */
function readState(search: Record<string, unknown>): { state?: string } {
  const state = text(search['state'])
  return state === undefined ? {} : { state }
}

/** The address to return to after the sign-in, only if it is on this site. */
function placeWithin(value: unknown): string | undefined {
  const place = text(value)
  return place?.startsWith('/') && !/^\/[/\\]/.test(place) ? place : undefined
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string } => {
    const next = placeWithin(search['next'])
    const problem = text(search['problem'])
    return { ...(next && { next }), ...(problem && { problem }) }
  },
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: InvitationPage,
})

const publicErrorLedger = createRoute({
  getParentRoute: () => root,
  path: '/error-ledgers/$slug',
  component: ErrorLedgerPage,
})

const member = createRoute({ getParentRoute: () => root, id: 'member', component: MemberArea })
const inside = { getParentRoute: () => member }

const pages = [
  createRoute({
    ...inside,
    path: '/',
    component: InboxPage,
    validateSearch: readInboxSearch,
  }),
  createRoute({
    ...inside,
    path: '/overview',
    component: OverviewPage,
    validateSearch: readOverviewSearch,
  }),
  createRoute({
    ...inside,
    path: '/insight',
    component: InsightPage,
    validateSearch: readInsightSearch,
  }),
  createRoute({ ...inside, path: '/funnel', component: FunnelPage }),
  createRoute({
    ...inside,
    path: '/watches/summaries',
    component: WatchSummaryPage,
    validateSearch: readSummarySearch,
  }),
  createRoute({ ...inside, path: '/error-ledger', component: ErrorLedgerPage }),
  createRoute({
    ...inside,
    path: '/insight/listings',
    component: FigureListingsPage,
    validateSearch: readFigureSearch,
  }),
  createRoute({
    ...inside,
    path: '/listings',
    component: QueuePage,
    validateSearch: readQueueSearch,
    loaderDeps: ({ search }) => filtersOf(search),
    // Not awaited: the page shows its own loading state.
    loader: ({ context, deps }) => loadQueue(context.queries, deps),
    staleTime: Infinity,
  }),
  createRoute({ ...inside, path: '/listings/$id', component: ListingPage }),
  createRoute({
    ...inside,
    path: '/sellers',
    component: SellersPage,
    validateSearch: readSellerSearch,
  }),
  createRoute({
    ...inside,
    path: '/seller-queue',
    component: SellerQueuePage,
    validateSearch: readSellerQueueSearch,
  }),
  createRoute({ ...inside, path: '/sellers/$id', component: SellerPage }),
  createRoute({ ...inside, path: '/networks', component: NetworksPage }),
  createRoute({
    ...inside,
    path: '/networks/review',
    component: LinkReviewPage,
    validateSearch: readReviewSearch,
  }),
  createRoute({
    ...inside,
    path: '/networks/contests',
    component: LinkContestsPage,
    validateSearch: readContestsSearch,
  }),
  createRoute({ ...inside, path: '/networks/contests/$id', component: LinkContestPage }),
  createRoute({ ...inside, path: '/networks/hubs', component: HubsPage }),
  createRoute({ ...inside, path: '/networks/model', component: LinkModelPage }),
  createRoute({
    ...inside,
    path: '/networks/$id',
    component: NetworkPage,
    validateSearch: readNetworkSearch,
  }),
  createRoute({
    ...inside,
    path: '/dossiers',
    component: ReferralsPage,
    validateSearch: readReferralSearch,
  }),
  createRoute({
    ...inside,
    path: '/dossiers/received',
    component: ReceivedReferralsPage,
    validateSearch: readReceivedReferralSearch,
  }),
  createRoute({
    ...inside,
    path: '/dossiers/new',
    component: NewReferralPage,
    validateSearch: readNewReferralSearch,
  }),
  createRoute({
    ...inside,
    path: '/dossiers/requests',
    component: InformationRequestsPage,
    validateSearch: readRequestSearch,
  }),
  createRoute({
    ...inside,
    path: '/dossiers/requests/new',
    component: NewInformationRequestPage,
    validateSearch: readNewRequestSearch,
  }),
  createRoute({ ...inside, path: '/dossiers/requests/$id', component: InformationRequestPage }),
  createRoute({ ...inside, path: '/dossiers/statistics', component: ReferralStatisticsPage }),
  createRoute({ ...inside, path: '/dossiers/$id', component: ReferralPage }),
  createRoute({ ...inside, path: '/approvals', component: ApprovalsPage }),
  createRoute({
    ...inside,
    path: '/cases',
    component: CasesPage,
    validateSearch: readCaseSearch,
  }),
  createRoute({
    ...inside,
    path: '/cases/board',
    component: BoardPage,
    validateSearch: readCaseSearch,
  }),
  createRoute({ ...inside, path: '/cases/shared-notes', component: NotesPage }),
  createRoute({ ...inside, path: '/cases/templates', component: TemplatesPage }),
  createRoute({ ...inside, path: '/cases/queues', component: QueuesPage }),
  createRoute({ ...inside, path: '/cases/$id', component: CasePage }),
  createRoute({ ...inside, path: '/watches', component: WatchesPage }),
  createRoute({ ...inside, path: '/watches/new', component: NewWatchPage }),
  createRoute({
    ...inside,
    path: '/watches/costs',
    component: WatchCostsPage,
    validateSearch: readCostSearch,
  }),
  createRoute({
    ...inside,
    path: '/watches/tips',
    component: TipsPage,
    validateSearch: readSharedPage,
  }),
  createRoute({ ...inside, path: '/watches/connectors', component: ConnectorsPage }),
  createRoute({ ...inside, path: '/watches/$id', component: WatchPage }),
  createRoute({
    ...inside,
    path: '/watches/$id/listings/$listing',
    component: WatchedListingPage,
  }),
  createRoute({ ...inside, path: '/codes', component: BatchesPage }),
  createRoute({
    ...inside,
    path: '/codes/alarms',
    component: CodesPage,
    validateSearch: readState,
  }),
  createRoute({ ...inside, path: '/codes/alerts', component: AlertsPage }),
  createRoute({ ...inside, path: '/codes/$gtin/$serial', component: CodePage }),
  createRoute({
    ...inside,
    path: '/reports',
    component: ReportsPage,
    validateSearch: readState,
  }),
  createRoute({ ...inside, path: '/reports/$id', component: ReportPage }),
  createRoute({ ...inside, path: '/captures', component: CapturesPage }),
  createRoute({ ...inside, path: '/captures/$id', component: CapturePage }),
  createRoute({
    ...inside,
    path: '/captures/$id/changes',
    component: CaptureComparisonPage,
    validateSearch: (search: Record<string, unknown>): { against?: string } => {
      const against = text(search['against'])
      return against === undefined ? {} : { against }
    },
  }),
  createRoute({
    ...inside,
    path: '/notices',
    component: NoticesPage,
    validateSearch: readNoticeSearch,
  }),
  createRoute({ ...inside, path: '/notices/settings', component: NoticeSettingsPage }),
  createRoute({
    ...inside,
    path: '/notices/$id',
    component: NoticePage,
    validateSearch: readDraftSearch,
  }),
  createRoute({
    ...inside,
    path: '/proceedings',
    component: ProceedingsPage,
    validateSearch: readProceedingSearch,
  }),
  createRoute({
    ...inside,
    path: '/deadlines',
    component: DeadlinesPage,
    validateSearch: readDeadlineSearch,
  }),
  createRoute({ ...inside, path: '/proceedings/$id', component: ProceedingPage }),
  createRoute({ ...inside, path: '/regimes/$id', component: RegimePage }),
  createRoute({
    ...inside,
    path: '/moderation',
    component: ModerationQueuePage,
    validateSearch: readModerationSearch,
  }),
  createRoute({
    ...inside,
    path: '/moderation/notices/$id',
    component: ReceivedNoticePage,
    validateSearch: readReceivedSearch,
  }),
  createRoute({
    ...inside,
    path: '/moderation/bulk-restrictions',
    component: BulkRestrictionsPage,
  }),
  createRoute({ ...inside, path: '/moderation/measures', component: MeasuresPage }),
  createRoute({ ...inside, path: '/moderation/restrictions/$id', component: OwnInitiativePage }),
  createRoute({ ...inside, path: '/moderation/filings', component: FilingsPage }),
  createRoute({ ...inside, path: '/moderation/misuse', component: MisusePage }),
  createRoute({ ...inside, path: '/moderation/trusted-flaggers', component: FlaggersPage }),
  createRoute({ ...inside, path: '/moderation/settings', component: ModerationSettingsPage }),
  createRoute({
    ...inside,
    path: '/appeals',
    component: AppealsPage,
    validateSearch: readAppealSearch,
  }),
  createRoute({ ...inside, path: '/appeals/links', component: AppealLinksPage }),
  createRoute({
    ...inside,
    path: '/appeals/proof-requests',
    component: ProofRequestsPage,
    validateSearch: readProofRequestSearch,
  }),
  createRoute({ ...inside, path: '/appeals/proof-requests/$id', component: ProofRequestPage }),
  createRoute({ ...inside, path: '/appeals/clearances', component: ClearancesPage }),
  createRoute({ ...inside, path: '/appeals/$id', component: AppealPage }),
  createRoute({ ...inside, path: '/blind-audit', component: AnnotationPage }),
  createRoute({
    ...inside,
    path: '/blind-audit/results',
    component: BlindAuditResultsPage,
    validateSearch: readBlindAuditSearch,
  }),
  createRoute({
    ...inside,
    path: '/notice-quality',
    component: NoticeQualityPage,
    validateSearch: readNoticeQualitySearch,
  }),
  createRoute({ ...inside, path: '/confidentiality-holds', component: ConfidentialityHoldsPage }),
  createRoute({ ...inside, path: '/catalog', component: BrandsPage }),
  createRoute({ ...inside, path: '/catalog/brands/new', component: NewBrandPage }),
  createRoute({ ...inside, path: '/catalog/brands/$id', component: BrandPage }),
  createRoute({ ...inside, path: '/catalog/brands/$id/edit', component: EditBrandPage }),
  createRoute({
    ...inside,
    path: '/catalog/products',
    component: ProductsPage,
    validateSearch: readBrand,
  }),
  createRoute({ ...inside, path: '/catalog/import', component: CatalogImportPage }),
  createRoute({
    ...inside,
    path: '/catalog/reference-images',
    component: ReferenceImagesPage,
    validateSearch: readBankSearch,
  }),
  createRoute({ ...inside, path: '/catalog/reference-images/$id', component: ReferenceImagePage }),
  createRoute({
    ...inside,
    path: '/catalog/reference-images/$id/listings/$listing/$place',
    component: ComparisonPage,
  }),
  createRoute({
    ...inside,
    path: '/lexicon',
    component: TermsPage,
    validateSearch: readTermSearch,
  }),
  createRoute({ ...inside, path: '/lexicon/terms/$term', component: TermPage }),
  createRoute({ ...inside, path: '/lexicon/engine-releases', component: EngineReleasesPage }),
  createRoute({ ...inside, path: '/lexicon/engine-releases/$id', component: EngineReleasePage }),
  createRoute({
    ...inside,
    path: '/lexicon/engine-releases/$id/terms/$term',
    component: EditTermPage,
  }),
  createRoute({
    ...inside,
    path: '/thresholds',
    component: ThresholdsPage,
    validateSearch: readThresholdSearch,
  }),
  createRoute({
    ...inside,
    path: '/catalog/claims',
    component: ClaimsPage,
    validateSearch: readClaimSearch,
  }),
  createRoute({
    ...inside,
    path: '/catalog/claims/new',
    component: NewClaimPage,
    validateSearch: readBrand,
  }),
  createRoute({ ...inside, path: '/catalog/claims/$id', component: ClaimPage }),
  createRoute({ ...inside, path: '/import', component: ImportPage }),
  createRoute({ ...inside, path: '/users', component: UsersPage }),
  createRoute({ ...inside, path: '/api-keys', component: ApiKeysPage }),
  createRoute({ ...inside, path: '/webhooks', component: WebhooksPage }),
  createRoute({ ...inside, path: '/webhooks/$id', component: WebhookPage }),
  createRoute({ ...inside, path: '/retention', component: RetentionPage }),
  createRoute({
    ...inside,
    path: '/audit-log',
    component: AuditLogPage,
    validateSearch: readLogSearch,
  }),
  createRoute({ ...inside, path: '/account', component: AccountPage }),
] as const

const operator = createRoute({
  ...inside,
  path: '/operator',
  component: OperatorArea,
})
const ofOperator = { getParentRoute: () => operator }

const operatorPages = [
  createRoute({ ...ofOperator, path: '/', component: OrganisationsPage }),
  createRoute({
    ...ofOperator,
    path: '/claims',
    component: AllClaimsPage,
    validateSearch: readClaimSearch,
  }),
  createRoute({ ...ofOperator, path: '/claims/$id', component: AnyClaimPage }),
  createRoute({ ...ofOperator, path: '/engines', component: EnginesPage }),
  createRoute({ ...ofOperator, path: '/jobs', component: JobsPage }),
  createRoute({ ...ofOperator, path: '/watches', component: GatePage }),
  createRoute({ ...ofOperator, path: '/watches/sites', component: SiteRequestsPage }),
  createRoute({ ...ofOperator, path: '/database', component: StorePage }),
  createRoute({ ...ofOperator, path: '/retention', component: RetentionOverviewPage }),
] as const

/** All routes; their loaders use `queries`. */
export function createPages(queries: QueryClient) {
  return createRouter({
    context: { queries },
    routeTree: root.addChildren([
      signIn,
      invitation,
      publicErrorLedger,
      member.addChildren([...pages, operator.addChildren(operatorPages)]),
    ]),
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: BrokenPage,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
    // Values stay strings: a brand's id may look like a number.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const parameters = Object.entries(search).filter(([, value]) => value !== undefined)
      const written = new URLSearchParams(parameters.map(([name, value]) => [name, String(value)]))
      return written.size === 0 ? '' : `?${written.toString()}`
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>
  }
}
