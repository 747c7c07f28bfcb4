import type { Page } from 'playwright-core'

/** A page to photograph: its address, and what to do there first. */
export type Place = {
  name: string
  path: string | ((page: Page) => Promise<string | undefined>)
  prepare?: (page: Page) => Promise<unknown>
}

export async function pathOf(path: Place['path'], page: Page): Promise<string | undefined> {
  return typeof path === 'string' ? path : path(page)
}

/** Waits until nothing loads any more, on a slow machine too. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined)
  const loader = page.locator('.mantine-Loader-root').first()
  await loader.waitFor({ state: 'detached' }).catch(() => undefined)
}

// Tabs and forms share the beginning with the pages of single items.
const others = [
  'new',
  'received',
  'requests',
  'statistics',
  'edit',
  'settings',
  'board',
  'shared-notes',
  'templates',
  'queues',
  'links',
  'proof-requests',
  'clearances',
  'engine-releases',
  'costs',
  'summaries',
  'connectors',
  'tips',
]
  .map((end) => `:not([href$="/${end}"])`)
  .join('')

/** The first link on another page whose address has this prefix, and whose text matches. */
function firstLink(from: string, beginning: string, text?: RegExp): Place['path'] {
  return async (page) => {
    await page.goto(from)
    const links = page.locator(`#content a[href^="${beginning}"]${others}`)
    const link = (text === undefined ? links : links.filter({ hasText: text })).first()
    await settle(page)
    return (await link.count()) === 0 ? undefined : ((await link.getAttribute('href')) ?? undefined)
  }
}

/** The first link of that beginning from the page that such a link leads to. */
function linkBeyond(from: string, beginning: string, next: string): Place['path'] {
  return async (page) => {
    const first = await pathOf(firstLink(from, beginning), page)
    return first === undefined ? undefined : pathOf(firstLink(first, next), page)
  }
}

/** Another page beside that of a single item. */
function besideLink(from: string, beginning: string, end: string): Place['path'] {
  return async (page) => {
    const first = await pathOf(firstLink(from, beginning), page)
    return first === undefined ? undefined : `${first}${end}`
  }
}

async function openPalette(page: Page, typed = ''): Promise<void> {
  await page.keyboard.press('Control+k')
  const field = page.getByRole('dialog').getByRole('combobox')
  await field.fill(typed)
  await page.getByRole('dialog').getByRole('option').first().waitFor()
}

/** The history of the first listing of the first watch. */
async function watchedListing(page: Page): Promise<string | undefined> {
  const watch = await pathOf(firstLink('/watches', '/watches/'), page)
  return watch === undefined ? undefined : pathOf(firstLink(watch, `${watch}/listings/`), page)
}

/** Fills the form of a watch, whose only button before it is sent is that of the sample. */
async function trySampleMarket(page: Page): Promise<void> {
  await page.locator('#content form button[type=button]').first().click()
}

/** Selects the first rows of a list by the keyboard. */
async function selectRows(page: Page): Promise<void> {
  for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key)
}

async function openBulkRestriction(page: Page): Promise<void> {
  await selectRows(page)
  await page.locator('#content [role=status] + span button').first().click()
  await page.getByRole('dialog').waitFor()
}

/** Opens what the engine understands of the words. */
async function translate(page: Page): Promise<void> {
  await page.locator('#content button[aria-expanded=false]').first().click()
  await page.locator('[data-gloss]').first().waitFor()
}

/** Opens every folded part of the page. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(
    `document.querySelectorAll('#content details').forEach((one) => { one.open = true })`,
  )
}

/** The pages of members. */
export const ofMembers: readonly Place[] = [
  { name: 'inbox', path: '/' },
  { name: 'command-palette', path: '/', prepare: (page) => openPalette(page) },
  { name: 'command-palette-search', path: '/', prepare: (page) => openPalette(page, 'bag') },
  { name: 'keyboard-shortcuts', path: '/listings', prepare: (page) => page.keyboard.press('?') },
  { name: 'overview', path: '/overview' },
  { name: 'watch-summary', path: '/watches/summaries' },
  { name: 'insight', path: '/insight' },
  { name: 'funnel', path: '/funnel' },
  { name: 'error-ledger', path: '/error-ledger' },
  { name: 'insight-listings', path: firstLink('/insight', '/insight/listings') },
  { name: 'queue', path: '/listings' },
  { name: 'queue-filtered', path: '/listings?verdict=block&decided=false&sort=most-probable' },
  { name: 'queue-selected', path: '/listings', prepare: selectRows },
  { name: 'listing', path: firstLink('/listings?verdict=block', '/listings/') },
  {
    name: 'listing-unfolded',
    path: firstLink('/listings?verdict=block', '/listings/'),
    prepare: unfold,
  },
  {
    name: 'listing-translated',
    path: firstLink('/listings?verdict=block', '/listings/'),
    prepare: translate,
  },
  { name: 'listing-with-reference-image', path: firstLink('/listings?signal=image', '/listings/') },
  {
    name: 'comparison',
    path: linkBeyond('/listings?signal=image', '/listings/', '/catalog/reference-images/'),
  },
  { name: 'sellers', path: '/sellers' },
  { name: 'sellers-most-flagged', path: '/sellers?sort=most-flagged' },
  { name: 'seller', path: firstLink('/sellers?sort=most-flagged', '/sellers/') },
  { name: 'seller-queue', path: '/seller-queue' },
  { name: 'networks', path: '/networks' },
  { name: 'network', path: firstLink('/networks', '/networks/', /\d/) },
  { name: 'link-review', path: '/networks/review?state=linked' },
  { name: 'link-contests', path: '/networks/contests?state=all' },
  { name: 'link-contest', path: firstLink('/networks/contests?state=all', '/networks/contests/') },
  { name: 'hubs', path: '/networks/hubs' },
  { name: 'link-model', path: '/networks/model' },
  { name: 'dossiers', path: '/dossiers' },
  { name: 'dossier', path: firstLink('/dossiers', '/dossiers/', /./) },
  { name: 'dossier-draft', path: firstLink('/dossiers?state=draft', '/dossiers/', /./) },
  { name: 'dossiers-received', path: '/dossiers/received' },
  { name: 'dossier-received', path: firstLink('/dossiers/received', '/dossiers/', /./) },
  { name: 'dossier-statistics', path: '/dossiers/statistics' },
  { name: 'information-requests', path: '/dossiers/requests' },
  { name: 'approvals', path: '/approvals' },
  { name: 'cases', path: '/cases' },
  { name: 'cases-board', path: '/cases/board' },
  { name: 'case-templates', path: '/cases/templates' },
  { name: 'case-queues', path: '/cases/queues' },
  { name: 'shared-notes', path: '/cases/shared-notes' },
  { name: 'deadlines', path: '/deadlines' },
  { name: 'case', path: firstLink('/cases', '/cases/') },
  { name: 'watches', path: '/watches' },
  { name: 'new-watch', path: '/watches/new' },
  { name: 'new-watch-sample', path: '/watches/new', prepare: trySampleMarket },
  { name: 'watch', path: firstLink('/watches', '/watches/') },
  { name: 'watched-listing', path: watchedListing },
  { name: 'watch-costs', path: '/watches/costs' },
  { name: 'tips', path: '/watches/tips' },
  { name: 'connectors', path: '/watches/connectors' },
  { name: 'codes', path: '/codes' },
  { name: 'codes-scanned', path: '/codes/alarms' },
  { name: 'code', path: firstLink('/codes/alarms', '/codes/0') },
  { name: 'alerts', path: '/codes/alerts' },
  { name: 'buyer-reports', path: '/reports' },
  { name: 'buyer-report', path: firstLink('/reports', '/reports/') },
  { name: 'captures', path: '/captures' },
  { name: 'capture', path: firstLink('/captures', '/captures/') },
  { name: 'capture-changes', path: besideLink('/captures', '/captures/', '/changes') },
  { name: 'notices', path: '/notices' },
  { name: 'notice', path: firstLink('/notices', '/notices/') },
  { name: 'notice-draft', path: firstLink('/notices?state=draft', '/notices/') },
  { name: 'notice-settings', path: '/notices/settings' },
  { name: 'proceedings', path: '/proceedings' },
  { name: 'proceeding', path: firstLink('/proceedings', '/proceedings/') },
  { name: 'regime', path: '/regimes/eu-dsa' },
  { name: 'moderation', path: '/moderation' },
  { name: 'moderation-selected', path: '/moderation', prepare: selectRows },
  { name: 'bulk-restriction', path: '/moderation', prepare: openBulkRestriction },
  { name: 'moderation-follow-up', path: '/moderation?work=following' },
  { name: 'received-notice', path: firstLink('/moderation', '/moderation/notices/') },
  {
    name: 'received-notice-decided',
    path: firstLink('/moderation?work=following', '/moderation/notices/'),
  },
  { name: 'bulk-restrictions', path: '/moderation/bulk-restrictions' },
  { name: 'measures', path: '/moderation/measures' },
  {
    name: 'own-restriction',
    path: firstLink('/moderation/measures', '/moderation/restrictions/'),
  },
  { name: 'filings', path: '/moderation/filings' },
  { name: 'misuse', path: '/moderation/misuse' },
  { name: 'trusted-flaggers', path: '/moderation/trusted-flaggers' },
  { name: 'moderation-settings', path: '/moderation/settings' },
  { name: 'appeals', path: '/appeals?state=all' },
  { name: 'appeal', path: firstLink('/appeals?state=all', '/appeals/') },
  { name: 'appeal-links', path: '/appeals/links' },
  { name: 'proof-requests', path: '/appeals/proof-requests' },
  { name: 'proof-request', path: firstLink('/appeals/proof-requests', '/appeals/proof-requests/') },
  { name: 'clearances', path: '/appeals/clearances' },
  { name: 'blind-audit', path: '/blind-audit' },
  { name: 'blind-audit-results', path: '/blind-audit/results' },
  { name: 'notice-quality', path: '/notice-quality' },
  { name: 'notice-quality-by-signal', path: '/notice-quality?by=signal' },
  { name: 'confidentiality-holds', path: '/confidentiality-holds' },
  { name: 'catalog', path: '/catalog' },
  { name: 'brand', path: firstLink('/catalog', '/catalog/brands/') },
  { name: 'new-brand', path: '/catalog/brands/new' },
  { name: 'edit-brand', path: besideLink('/catalog', '/catalog/brands/', '/edit') },
  { name: 'products', path: '/catalog/products' },
  { name: 'reference-images', path: '/catalog/reference-images' },
  {
    name: 'reference-image',
    path: firstLink('/catalog/reference-images', '/catalog/reference-images/'),
  },
  { name: 'catalog-import', path: '/catalog/import' },
  { name: 'claims', path: '/catalog/claims' },
  { name: 'claim', path: firstLink('/catalog/claims', '/catalog/claims/') },
  { name: 'new-claim', path: '/catalog/claims/new' },
  { name: 'lexicon', path: '/lexicon' },
  { name: 'term', path: '/lexicon/terms/en.one-to-one' },
  { name: 'engine-releases', path: '/lexicon/engine-releases' },
  {
    name: 'engine-release',
    path: firstLink('/lexicon/engine-releases', '/lexicon/engine-releases/'),
  },
  { name: 'thresholds', path: '/thresholds' },
  { name: 'import', path: '/import' },
  { name: 'users', path: '/users' },
  { name: 'api-keys', path: '/api-keys' },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'webhook', path: firstLink('/webhooks', '/webhooks/') },
  { name: 'retention', path: '/retention' },
  { name: 'audit-log', path: '/audit-log' },
  {
    name: 'audit-log-filtered',
    path: '/audit-log?actions=signed-in,listings-ingested&from=2020-01-01',
  },
  { name: 'account', path: '/account' },
  { name: 'not-found', path: '/nowhere' },
]

/** The pages of the operator. */
export const ofOperator: readonly Place[] = [
  { name: 'inbox', path: '/' },
  { name: 'command-palette', path: '/', prepare: (page) => openPalette(page) },
  ...['', 'claims', 'engines', 'jobs', 'watches', 'watches/sites', 'database', 'retention'].map(
    (name) => ({
      name: name.replace('/', '-') || 'organisations',
      path: `/operator/${name}`,
    }),
  ),
  { name: 'claim', path: firstLink('/operator/claims', '/operator/claims/') },
  { name: 'lexicon', path: '/lexicon' },
  { name: 'term', path: '/lexicon/terms/en.one-to-one' },
  { name: 'engine-releases', path: '/lexicon/engine-releases' },
  { name: 'account', path: '/account' },
]

/** The pages that need no account. */
export const ofStrangers: readonly Place[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-refused', path: '/sign-in?problem=x' },
  { name: 'invitation', path: '/invitation' },
  { name: 'notice-form', path: '/notice/sample-bazarune' },
  {
    name: 'notice-form-missing',
    path: '/notice/sample-bazarune',
    prepare: (page) => page.locator('form').first().locator('button').last().click(),
  },
  { name: 'notice-form-unknown', path: '/notice/nowhere' },
  { name: 'watch-policy', path: '/watch-policy' },
  { name: 'seller-page-without-link', path: '/appeal' },
  { name: 'public-error-ledger', path: '/error-ledgers/sample-bazarune' },
]
