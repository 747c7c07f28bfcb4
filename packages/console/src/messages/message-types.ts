// Written by `npm run messages` from the English files; a test holds it to them.
import type account from '../../locales/en/account.json'
import type alerts from '../../locales/en/alerts.json'
import type appeals from '../../locales/en/appeals.json'
import type auditLog from '../../locales/en/audit-log.json'
import type blindAudit from '../../locales/en/blind-audit.json'
import type captures from '../../locales/en/captures.json'
import type caseQueues from '../../locales/en/case-queues.json'
import type cases from '../../locales/en/cases.json'
import type catalog from '../../locales/en/catalog.json'
import type claims from '../../locales/en/claims.json'
import type codes from '../../locales/en/codes.json'
import type documentPreview from '../../locales/en/document-preview.json'
import type dossierDrafts from '../../locales/en/dossier-drafts.json'
import type dossiers from '../../locales/en/dossiers.json'
import type emptyInbox from '../../locales/en/empty-inbox.json'
import type enforce from '../../locales/en/enforce.json'
import type engineReleases from '../../locales/en/engine-releases.json'
import type gate from '../../locales/en/gate.json'
import type images from '../../locales/en/images.json'
import type imports from '../../locales/en/imports.json'
import type inbox from '../../locales/en/inbox.json'
import type insight from '../../locales/en/insight.json'
import type listing from '../../locales/en/listing.json'
import type listings from '../../locales/en/listings.json'
import type moderation from '../../locales/en/moderation.json'
import type moderationActions from '../../locales/en/moderation-actions.json'
import type networks from '../../locales/en/networks.json'
import type noticeQuality from '../../locales/en/notice-quality.json'
import type notices from '../../locales/en/notices.json'
import type operator from '../../locales/en/operator.json'
import type overview from '../../locales/en/overview.json'
import type palette from '../../locales/en/palette.json'
import type portfolios from '../../locales/en/portfolios.json'
import type problems from '../../locales/en/problems.json'
import type proceedings from '../../locales/en/proceedings.json'
import type queue from '../../locales/en/queue.json'
import type regimes from '../../locales/en/regimes.json'
import type reports from '../../locales/en/reports.json'
import type retention from '../../locales/en/retention.json'
import type sample from '../../locales/en/sample.json'
import type sellers from '../../locales/en/sellers.json'
import type session from '../../locales/en/session.json'
import type shared from '../../locales/en/shared.json'
import type siteRequests from '../../locales/en/site-requests.json'
import type storedSentences from '../../locales/en/stored-sentences.json'
import type thresholds from '../../locales/en/thresholds.json'
import type tips from '../../locales/en/tips.json'
import type translation from '../../locales/en/translation.json'
import type users from '../../locales/en/users.json'
import type watchCosts from '../../locales/en/watch-costs.json'
import type watchProposals from '../../locales/en/watch-proposals.json'
import type watchSummary from '../../locales/en/watch-summary.json'
import type watches from '../../locales/en/watches.json'
import type webhooks from '../../locales/en/webhooks.json'

/** The keys of each namespace. */
export type NamespaceKeys = {
  account: keyof typeof account
  alerts: keyof typeof alerts
  appeals: keyof typeof appeals
  'audit-log': keyof typeof auditLog
  'blind-audit': keyof typeof blindAudit
  captures: keyof typeof captures
  'case-queues': keyof typeof caseQueues
  cases: keyof typeof cases
  catalog: keyof typeof catalog
  claims: keyof typeof claims
  codes: keyof typeof codes
  'document-preview': keyof typeof documentPreview
  'dossier-drafts': keyof typeof dossierDrafts
  dossiers: keyof typeof dossiers
  'empty-inbox': keyof typeof emptyInbox
  enforce: keyof typeof enforce
  'engine-releases': keyof typeof engineReleases
  gate: keyof typeof gate
  images: keyof typeof images
  imports: keyof typeof imports
  inbox: keyof typeof inbox
  insight: keyof typeof insight
  listing: keyof typeof listing
  listings: keyof typeof listings
  moderation: keyof typeof moderation
  'moderation-actions': keyof typeof moderationActions
  networks: keyof typeof networks
  'notice-quality': keyof typeof noticeQuality
  notices: keyof typeof notices
  operator: keyof typeof operator
  overview: keyof typeof overview
  palette: keyof typeof palette
  portfolios: keyof typeof portfolios
  problems: keyof typeof problems
  proceedings: keyof typeof proceedings
  queue: keyof typeof queue
  regimes: keyof typeof regimes
  reports: keyof typeof reports
  retention: keyof typeof retention
  sample: keyof typeof sample
  sellers: keyof typeof sellers
  session: keyof typeof session
  shared: keyof typeof shared
  'site-requests': keyof typeof siteRequests
  'stored-sentences': keyof typeof storedSentences
  thresholds: keyof typeof thresholds
  tips: keyof typeof tips
  translation: keyof typeof translation
  users: keyof typeof users
  'watch-costs': keyof typeof watchCosts
  'watch-proposals': keyof typeof watchProposals
  'watch-summary': keyof typeof watchSummary
  watches: keyof typeof watches
  webhooks: keyof typeof webhooks
}

/** The values of messages that have arguments. */
export type MessageArguments = {
  'invitation.description': { email: string | number; organisation: string | number }
  'invitation.password.hint': { least: string | number }
  'sessions.agent.on': { browser: string | number; system: string | number }
  'daily-summary.description': { organisation: string | number }
  'daily-summary.time-zone': { timeZone: string | number }
  'alerts.reason': { reason: string | number }
  'appeal.original.from': { from: string | number }
  'appeal.original.from-to': { from: string | number; to: string | number }
  'appeal.other-person.who': { names: string | number }
  'proof-request.others.notice': { enforce: string | number; open: string | number }
  'proof-request.others.case': { open: string | number }
  'proof-request.title': { brand: string | number }
  'audit-log.actions.drop': { name: string | number }
  'audit-log.reads': { count: number }
  'audit-log.head.size': { size: number }
  'audit-log.head.intact.of': { size: number }
  'audit-log.head.removed': { count: number }
  'audit-log.head.waiting': { count: number }
  'audit-log.finding.entries-missing': { count: number }
  'audit-log.finding.entries-changed': { count: number }
  'audit-log.finding.entries-unsealed': { count: number }
  'audit-log.finding.entries-lost': { count: number }
  'audit-log.finding.entries-backdated': { count: number }
  'audit-log.finding.removal-unproven': { count: number }
  'audit-log.finding.log-cut': { count: number }
  'audit-log.count.count': { value: number }
  'audit-log.count.rows': { value: number }
  'audit-log.count.new': { value: number }
  'audit-log.count.changed': { value: number }
  'audit-log.count.unchanged': { value: number }
  'audit-log.count.refused': { value: number }
  'audit-log.count.listings': { value: number }
  'audit-log.count.drawn': { value: number }
  'audit-log.count.labels': { value: number }
  'audit-log.count.columns': { value: number }
  'audit-log.count.events': { value: number }
  'audit-log.count.version': { value: number }
  'audit-log.count.deleted': { value: number }
  'audit-log.count.redacted': { value: number }
  'audit-log.count.held': { value: number }
  'audit-log.count.erased': { value: number }
  'audit-log.count.answers': { value: number }
  'audit-log.entry.brand': { id: string | number }
  'audit-log.entry.product': { id: string | number }
  'audit-log.fact': { name: string | number; value: string | number }
  'blind-audit.remaining': { count: number }
  'blind-audit.weeks.last': { count: number }
  'blind-audit.missing.flagged': { count: number }
  'blind-audit.missing.unflagged': { count: number }
  'blind-audit.missing.counterfeits': { count: number }
  'blind-audit.missing.pairs': { count: number }
  'blind-audit.interval': { high: string | number; low: string | number; value: string | number }
  'blind-audit.based-on.listings': { counterfeits: number; settled: number }
  'blind-audit.overall.description': {
    counterfeits: string | number
    flagged: string | number
    unflagged: string | number
  }
  'blind-audit.agreement.same': { pairs: string | number; same: string | number }
  'blind-audit.restrictions.count': { genuine: string | number; settled: string | number }
  'blind-audit.stratum.drawn': { drawn: string | number; frame: string | number }
  'blind-audit.fit.labels': {
    counterfeit: string | number
    other: string | number
    sellers: string | number
  }
  'blind-audit.fit.held-out': {
    aucFitted: string | number
    aucNow: string | number
    better: string | number
    listings: string | number
    lossFitted: string | number
    lossNow: string | number
    weeks: string | number
  }
  'error-ledger.description': { from: string | number; to: string | number }
  'error-ledger.public': { organisation: string | number }
  'error-ledger.published': { day: string | number }
  'error-ledger.withheld': { count: number }
  'error-ledger.share': { high: string | number; low: string | number; value: string | number }
  'error-ledger.counts': { of: number; wrong: number }
  'capture.failed.text': { gone: string | number }
  'capture.shot': { address: string | number; number: string | number; of: string | number }
  'capture.not-connected': { why: string | number }
  'capture.clock.offset': { date: string | number; seconds: number }
  'capture.requests.counts': { failed: number; finished: number; kib: number; unfinished: number }
  'capture.item.kib': { size: number }
  'capture.item.text.cut': { all: number; shown: number }
  'capture.seal.stamp': { at: string | number; authority: string | number }
  'capture.seal.unanswered': { authority: string | number; reason: string | number }
  'capture.held': { reason: string | number }
  'capture.item.derived': { from: string | number }
  'capture-comparison.appearance.counts': { count: number }
  'capture-comparison.shot': { number: string | number; side: string | number }
  'capture-comparison.pictures.counts': { added: number; kept: number; removed: number }
  'capture-comparison.text.left-out': { count: number }
  'redaction.area': { height: number; width: number; x: number; y: number }
  'capture-sentence.page-height': { pixels: string | number; shown: string | number }
  'capture-sentence.kept-growing': { pixels: string | number; scrolls: string | number }
  'capture-sentence.too-many-requests': { requests: string | number }
  'capture-sentence.too-many-bytes': { bytes: string | number }
  'capture-sentence.ended-early': { sentence: string | number }
  'capture-sentence.covered-earlier': { observed: string | number }
  'capture-sentence.covered-later': { observed: string | number }
  'capture-sentence.document-cut-earlier': { characters: string | number }
  'capture-sentence.document-cut-later': { characters: string | number }
  'capture-sentence.lacks-earlier': { sentence: string | number }
  'capture-sentence.lacks-later': { sentence: string | number }
  'board.cases': { count: number }
  'board.overdue': { count: number }
  'board.rest': { count: number }
  'board.moved': { column: string | number; title: string | number }
  'board.move.of': { title: string | number }
  'case.sla.due': { at: string | number; hours: number }
  'case.template.version': { name: string | number; version: number }
  'case.file.download': { name: string | number }
  'case.file.size': { size: string | number }
  'case.file.removal-requested': { name: string | number; reason: string | number }
  'case.file.removed': { at: string | number }
  'case-template.version': { version: number }
  'case-template.tasks.count': { count: number }
  'case-queue.rule': { number: number }
  'case-queue.hours': { hours: number }
  'case-queue.open': { count: number }
  'case-queue.breached': { count: number }
  'deadlines.notifier': { name: string | number }
  'case-event.queued': { name: string | number }
  'case-event.queued.rule': { name: string | number; rule: number }
  'case-event.sla-set': { at: string | number; hours: number }
  'case-event.sla-breached': { at: string | number }
  'case-event.file-added': { name: string | number }
  'case-event.file-removal-asked': { name: string | number }
  'case-event.file-removal-rejected': { name: string | number }
  'case-event.file-removed': { name: string | number }
  'case-event.note-shared': { brand: string | number }
  'case-packages.download': { size: string | number }
  'case-packages.progress': { done: number; total: number }
  'cases.listings': { count: number }
  'cases.tasks': { count: number }
  'case.due.over': { day: string | number }
  'case.due.by': { day: string | number }
  'case.assignee.until': { at: string | number; name: string | number }
  'case.unnamed-user': { id: string | number }
  'case.merge.preview': { count: number; into: string | number; there: number }
  'case.split.preview': { count: number; stay: number }
  'case.listing.pick': { title: string | number }
  'case.picture': { title: string | number }
  'case.turnover.sum': { currency: string | number }
  'case.threshold.criminal': { amount: string | number; country: string | number }
  'case.threshold.civil': { amount: string | number; country: string | number }
  'case.newer': { count: number }
  'case-event.opened': { title: string | number }
  'case-event.listings-added': { count: number }
  'case-event.listings-added.from': { count: number }
  'case-event.listings-removed': { count: number }
  'case-event.listings-removed.to': { count: number }
  'case-event.renamed': { title: string | number }
  'case-event.assigned': { name: string | number }
  'case-event.assigned.until': { at: string | number; name: string | number }
  'case-event.prioritised': { priority: string | number }
  'case-event.due-set': { day: string | number }
  'case-event.snoozed': { at: string | number }
  'case-event.task-added': { text: string | number }
  'case-event.task-finished': { text: string | number }
  'case-event.task-reopened': { text: string | number }
  'case-event.turnover-added': { price: string | number; source: string | number; units: number }
  'case-event.closed': { outcome: string | number }
  'case-event.capture-ended': { how: string | number }
  'case-done.add-listings': { count: number }
  'case-done.add-seller-listings': { count: number }
  'case-done.remove-listings': { count: number }
  'case-done.opened': { count: number }
  'open-case.title': { count: number }
  'seller-case.name': { seller: string | number }
  'brand.description': { id: string | number; version: string | number }
  'catalog-import.read-as': { failed: number; format: string | number }
  'brand.edit.of': { name: string | number }
  'brand.remove-row.of': { list: string | number; place: string | number }
  'claims.of-organisation': { brand: string | number; organisation: string | number }
  'claim.title': { brand: string | number }
  'claim.power.span': { from: string | number; to: string | number }
  'claim.kib': { size: string | number }
  'claim.withdraw.title': { brand: string | number }
  'claim.approve.title': { brand: string | number; organisation: string | number }
  'claim.reject.title': { brand: string | number; organisation: string | number }
  'claim.contest.title': { brand: string | number; organisation: string | number }
  'claim.revoke.title': { brand: string | number; organisation: string | number }
  'claim.resolve.title': { brand: string | number }
  'codes.serials.count': { count: string | number }
  'codes.file.sending': { share: string | number }
  'codes.epcis.done': { name: string | number; received: number; stored: number }
  'codes.epcis.refused': { name: string | number }
  'codes.sign.title': { batch: string | number }
  'codes.sign.serials.hint': { most: string | number }
  'codes.sign.first.hint': { units: string | number }
  'codes.sign.count.hint': { most: string | number }
  'codes.sign.done': { batch: string | number; count: number; name: string | number }
  'code.map': { places: number }
  'code.position': { km: string | number; lat: string | number; lon: string | number }
  'code-reason.places': { count: number }
  'code-reason.scattered': { percent: string | number }
  'code-reason.holders-apart': { count: number }
  'code-reason.holders': { percent: string | number }
  'code-reason.crowd': { count: string | number }
  'code-reason.guessed-places': { count: number }
  'code-reason.starts': { count: number }
  'code-reason.few-devices': { devices: number }
  'code-reason.batch': { count: number }
  'document-preview.position': { count: number; page: number }
  'document-preview.named': { name: string | number; page: number }
  'dossier.rights.one': { place: string | number }
  'dossier.persons.one': { place: string | number }
  'dossier.places.one': { place: string | number }
  'dossier.expected': { count: number }
  'dossier.expected.missing': { count: number }
  'dossier.model.error': {
    high: string | number
    low: string | number
    rate: string | number
    sample: string | number
  }
  'dossier.rehearsal.text': { count: number }
  'dossier.rehearsal.lines': { count: number }
  'dossier.release.confirm': { recipient: string | number }
  'dossier.change.accounts.joined': { count: number; figure: string | number }
  'dossier.change.accounts.left': { count: number; figure: string | number }
  'dossier.change.listings.added': { count: number; figure: string | number }
  'dossier.change.listings.removed': { count: number; figure: string | number }
  'dossier.change.links.added': { count: number; figure: string | number }
  'dossier.change.links.removed': { count: number; figure: string | number }
  'dossier.change.links.changed': { count: number; figure: string | number }
  'dossier.packing': { done: string | number; total: string | number }
  'dossier.portal': { portal: string | number }
  'dossiers.open-questions': { count: number; figure: string | number }
  'dossiers.to': { name: string | number }
  'dossiers.from': { name: string | number }
  'dossier-items.more': { figure: string | number }
  'dossier-items.show-more': { figure: string | number }
  'dossier-items.mark': { ref: string | number; title: string | number }
  'dossier-items.marked.count': { count: number }
  'dossier-item.sold': { count: number; figure: string | number }
  'dossier-item.lead': { percent: string | number }
  'dossier-item.captures': { count: number; figure: string | number }
  'dossier.kib': { size: string | number }
  'dossier.template.needs': { count: number }
  'dossier.recipient.in-country': { country: string | number; name: string | number }
  'dossier.informed.description': { days: number }
  'dossier.informed.seen': { count: number }
  'dossier.ask.whole': { sender: string | number }
  'dossier.ask.items': { items: string | number; sender: string | number }
  'dossier.supplement.counts': { accounts: string | number; listings: string | number }
  'dossier.acknowledge.text': { sender: string | number }
  'dossier.overlap': { sender: string | number }
  'dossier.overlap.identifiers': { count: number }
  'dossier-report.by': { name: string | number }
  'dossier-report.letter': { dated: string | number; from: string | number }
  'outcome-report.about': { count: number; items: string | number }
  'outcome-report.goods.one': { place: string | number }
  'information-request.respond-by': { day: string | number }
  'enforce.listings': { count: number }
  'lexicon.language.all': { count: number }
  'lexicon.language.one': { count: number; name: string | number }
  'lexicon.found': { count: number }
  'edit-term.description': { number: string | number; title: string | number }
  'edit-term.not-draft': { number: string | number }
  'term-preview.read': { read: number; sample: number; seconds: string | number }
  'term-preview.example.quiet': { guard: string | number }
  'engine-release.title': { number: string | number; title: string | number }
  'engine-release.content.summary': { off: number; terms: number }
  'engine-release.state.shadow.meaning': { share: string | number }
  'engine-release.drafted-by': { who: string | number }
  'engine-release.compared': { at: string | number }
  'engine-release.shadow.judged': { count: number }
  'engine-release.back-test.figures': {
    contradicted: number
    counterfeit: number
    genuine: number
    read: number
  }
  'engine-release.back-test.unknown': { of: number }
  'engine-release.back-test.share': {
    high: string | number
    low: string | number
    share: string | number
  }
  'gate.mebibytes': { size: number }
  'gate.minutes': { minutes: number }
  'reference-image.quarantined.text': { count: number; expected: number }
  'reference-image.today': { count: number; expected: number }
  'image-comparison.points': { count: number }
  'picture.numbered': { number: string | number }
  'picture.matches': { kind: string | number; share: string | number; what: string | number }
  'picture.text-count': { count: number }
  'image-edit.turned-right': { degrees: number }
  'image-edit.turned-left': { degrees: number }
  'image-edit.cropped': { share: string | number }
  'image-edit.set-in': { share: string | number }
  'reference-images.progress': { count: number; done: number }
  'reference-images.too-many': { count: number }
  'import.size': { kilobytes: string | number }
  'import.field.of': { column: string | number }
  'import.rows.description': { format: string | number }
  'import.rows.good': { all: number; good: number }
  'import.missing-fields': { fields: string | number }
  'import.reading': { share: string | number }
  'import.stopped.description': { count: number; taken: string | number }
  'import.done': { count: number }
  'import.done.description': {
    changed: number
    failed: number
    format: string | number
    unchanged: number
  }
  'import.delete-mapping.of': { columns: string | number }
  'encoding.found': { encoding: string | number }
  'encoding.choose': { encoding: string | number }
  'import.ask-currency.description': { marketplace: string | number }
  'import.marketplace-currencies.delete-of': { marketplace: string | number }
  'import.unread.count': { count: number; field: string | number }
  'import.marketplace-names.name-of': { marketplace: string | number }
  'import.marketplace-names.change-of': { marketplace: string | number }
  'inbox.from': { name: string | number }
  'inbox.more.of': { count: string | number; kind: string | number }
  'get-started.progress': { all: number; done: number; yours: number }
  'get-started.next': { step: string | number }
  'insight.description': {
    from: string | number
    fromBefore: string | number
    to: string | number
    toBefore: string | number
  }
  'insight.message.undecided': { found: number }
  'insight.message.not-enforced': { decided: number; found: number; infringing: number }
  'insight.message.nothing-to-enforce': { decided: number; found: number }
  'insight.message.acted': { acted: number; found: number }
  'insight.message.contests': { decided: number; reversed: number }
  'insight.message.contests.open': { open: number }
  'insight.before.of': { kind: string | number }
  'insight.chart.months': { count: number; figure: string | number }
  'insight.chart.takedowns': { figure: string | number }
  'insight.chart.times': { figure: string | number }
  'insight.share': { high: string | number; low: string | number; value: string | number }
  'insight.reversed': { count: number; share: string | number }
  'insight.reversed.before': { count: number; share: string | number }
  'insight.audit': { genuine: number; settled: number; share: string | number }
  'insight.day': { day: number }
  'insight.median': { count: number; from: number; to: number }
  'insight.median.open': { count: number; from: number }
  'insight.median.too-few': { count: number }
  'insight.median.before': { median: string | number }
  'insight.listings.description': { from: string | number; to: string | number }
  'insight.days.between': { from: string | number; to: string | number }
  'insight.days.more': { from: string | number }
  'funnel.description': { from: string | number; to: string | number }
  'funnel.queues.description': { since: string | number }
  'funnel.basis.decided': { counterfeit: number; honest: number; incoming: number }
  'funnel.share': { high: string | number; low: string | number; value: string | number }
  'funnel.between': { high: string | number; low: string | number }
  'funnel.basis': { of: number }
  'funnel.missing': { count: number }
  'funnel.missing.sellers': { count: number }
  'funnel.expected.at': { share: string | number }
  'funnel.expected.listings': { counterfeits: string | number; settled: string | number }
  'funnel.audit.missing.flagged': { count: number }
  'funnel.audit.missing.unflagged': { count: number }
  'funnel.audit.missing.counterfeits': { count: number }
  'funnel.thresholds.of': { queue: string | number }
  'funnel.held': { rate: number }
  'funnel.held.sellers': { rate: number }
  'funnel.threshold.from': { percent: string | number }
  'funnel.threshold.current': { threshold: string | number }
  'funnel.chart': { figure: string | number }
  'picture.load': { count: number; host: string | number }
  'picture.without-address': { count: number }
  'picture.one': { number: number; of: number }
  'price-comparison.share.list': { share: string | number }
  'price-comparison.share.low': { share: string | number }
  'price-comparison.stated': { price: string | number }
  'price-comparison.exchange-rates': { day: string | number }
  'price-comparison.source': { source: string | number }
  'price-comparison.pieces': { count: string | number }
  'reviews.rated': { count: number; mean: string | number }
  'reviews.unrated': { count: number }
  'reviews.pictures': { count: number }
  'reviews.all': { count: number }
  'seller.count': { count: number; counted: string | number; shown: string | number }
  'seller.more': { count: number; counted: string | number; shown: string | number }
  'decide.needs-approval': { decisions: string | number }
  'proposal.changed-since': { newest: number; version: number }
  'listing.engine-verdict': { verdict: string | number }
  'thumbnail.alt.listing': { title: string | number }
  'thumbnail.alt.case': { title: string | number }
  'thumbnail.alt.notice': { title: string | number }
  'thumbnail.alt.capture': { title: string | number }
  'price-comparison.share.low.short': { price: string | number; share: string | number }
  'price-comparison.share.list.short': { price: string | number; share: string | number }
  'queue.as-typed': { name: string | number }
  'queue.select': { title: string | number }
  'bulk.select-all': { count: number }
  'bulk.selected': { count: number }
  'shortcut.decide': { decision: string | number }
  'decision-result.decided': { count: number }
  'decision-result.others': { count: number }
  'decision-result.failed': { count: number }
  'decision-result.withdraw-failed': { count: number }
  'decision-result.refused.more': { count: number }
  'listing.redacted': { day: string | number }
  'listing.not-offered': { day: string | number }
  'listing.confidence': { share: string | number }
  'listing.version': { number: string | number }
  'listing.submitted-by': { who: string | number }
  'listing.engine': { name: string | number }
  'listing.shipping': { price: string | number }
  'listing.seller-joined': { day: string | number }
  'listing.rating': { rating: string | number }
  'moderation.others': { count: number }
  'moderation.select': { title: string | number }
  'moderation.bulk.at': { count: string | number; place: string | number }
  'moderation.bulk.result': { done: string | number; refused: string | number }
  'moderation.bulk.text': { count: number }
  'moderation.item': { number: string | number }
  'moderation.earlier.one': { id: string | number; number: string | number }
  'received-notice.overdue': { when: string | number }
  'received-notice.due': { when: string | number }
  'moderation.capture.part': { number: string | number }
  'received-notice.evidence.package': { count: number }
  'moderation.select-all': { count: string | number }
  'item-review.picture.capture': { number: string | number }
  'item-review.picture.listing': { number: string | number }
  'review-check.incomplete': { missing: string | number }
  'review-check.record': {
    decided: string | number
    items: number
    restricted: string | number
    reversed: string | number
    withdrawn: string | number
  }
  'review-check.earlier': { count: number }
  'review-check.clearance': { product: string | number }
  'pending-decision.waiting': { decision: string | number }
  'pending-decision.sending': { decision: string | number }
  'pending-decision.sent': { decision: string | number }
  'pending-decision.refused': { decision: string | number }
  'bulk-restriction.items': { count: number }
  'bulk-restriction.left-out': { count: number }
  'bulk-restriction.submit': { count: number }
  'bulk-restriction.progress': {
    failed: string | number
    items: string | number
    restricted: string | number
    reversed: string | number
  }
  'bulk-restriction.reverse': { count: number }
  'bulk-restriction.problems': { count: number }
  'measure.until': { day: string | number }
  'statement-fault.accusing-words': { found: string | number }
  'statement-fault.starts-in-past': { found: string | number }
  'statement-fault.ends-before-start': { found: string | number }
  'statement-fault.complaint-window-short': { found: string | number }
  'statement-fault.personal-data': { found: string | number }
  'statement-fault.record-invalid': { found: string | number }
  'filings.download': { count: number }
  'buyer-messages.unverified': { article: string | number }
  'moderation-settings.version': { version: string | number }
  'duty-reason.tier': { article: string | number; duty: string | number }
  'duty-reason.every-size': { article: string | number; duty: string | number }
  'duty-reason.very-large': { article: string | number; duty: string | number }
  'duty-reason.small': { article: string | number; duty: string | number }
  'duty-reason.not-small': { article: string | number; duty: string | number }
  'duty-reason.was-small': {
    article: string | number
    duty: string | number
    until: string | number
  }
  'duty-reason.grace': { article: string | number; duty: string | number; until: string | number }
  'duty-reason.grace-over': {
    article: string | number
    duty: string | number
    until: string | number
  }
  'links.bits': { bits: string | number }
  'links.stated.for': { count: number; figure: string | number; reason: string | number }
  'links.stated.against': { count: number; figure: string | number; reason: string | number }
  'links.reveal.label': { masked: string | number; name: string | number }
  'link-review.pair': { a: string | number; b: string | number }
  'link-review.odds': { percent: string | number; words: string | number }
  'link-review.hub': {
    accounts: string | number
    masked: string | number
    name: string | number
    usual: string | number
  }
  'link-review.hub.confirmed': { masked: string | number; name: string | number }
  'link-review.effect.join': { count: number; figure: string | number }
  'link-review.effect.split': { sizes: string | number }
  'link-review.effect.approval': { most: string | number }
  'link-review.recorded': { count: number; figure: string | number; judgement: string | number }
  'link-review.recorded.approval': { judgement: string | number }
  'link-review.several.select': { pair: string | number }
  'link-review.several.selected': { count: number; figure: string | number }
  'link-contest.record.by': { seller: string | number }
  'hubs.why.usual': { usual: string | number }
  'link-model.prior.figure': { bits: string | number; percent: string | number }
  'link-model.one': { version: string | number }
  'link-model.overturned.figure': { judged: string | number; overturned: string | number }
  'link-model.returned': { judged: string | number; overturned: string | number }
  'link-model.action.title': { action: string | number; version: string | number }
  'link-model.action.roll-back.text': { version: string | number }
  'link-model.compared.with': { live: string | number; shadow: string | number }
  'link-model.compared.with-none': { shadow: string | number }
  'link-model.reliability.description': { version: string | number }
  'link-model.reliability.figure': {
    high: string | number
    low: string | number
    predicted: string | number
    share: string | number
  }
  'networks.size': { count: number; figure: string | number }
  'networks.weakest.figure': { bits: string | number; count: number; figure: string | number }
  'network.title': { count: number; figure: string | number }
  'network.weakest': { bits: string | number; names: string | number }
  'network.weakest.judged': { names: string | number }
  'network.graph.label': { accounts: string | number; links: string | number }
  'network.accounts': { count: number; figure: string | number }
  'network.links': { count: number; figure: string | number }
  'network.show-more': { figure: string | number }
  'network.time': { when: string | number }
  'notice-quality.description': { success: string | number; upheld: string | number }
  'notice-quality.period': { from: string | number; to: string | number }
  'notice-quality.notices': { count: number; shown: string | number }
  'notice-quality.upheld': { count: string | number }
  'notice-quality.hours': { count: string | number }
  'notice-quality.days': { count: string | number }
  'notice-quality.interval': { high: string | number; low: string | number; value: string | number }
  'notice-quality.counts': {
    decided: string | number
    succeeded: string | number
    upheld: string | number
  }
  'confidentiality-hold.extend.requested': { day: string | number; name: string | number }
  'notices.gone': { count: number }
  'message.answer': { answer: string | number }
  'notice.write.selected': { count: number }
  'notice.write.text': { count: number }
  'notice.title': { ground: string | number }
  'notice.conflict.listing': { name: string | number }
  'notice.conflict.capture': { id: string | number }
  'notice.extract.classes': { classes: string | number }
  'notice.extract.valid-from': { from: string | number }
  'notice.extract.valid': { from: string | number; until: string | number }
  'notice.extract.of': { day: string | number }
  'notice.extract.fresh': { days: number }
  'notice.extract.stale': { days: number }
  'notice.items': { count: number }
  'notice.item.add.all': { count: number }
  'notice.item.statement': { number: string | number }
  'notice.repeat-reason': { number: string | number }
  'notice.captures.missing': { count: number }
  'notice.captures.request.text': { count: number }
  'notice.capture.others': { count: number }
  'notice.capture.picture': { at: string | number }
  'notice.capture.use': { at: string | number }
  'notice.signatory.until': { day: string | number; name: string | number }
  'notice.template.of-counsel': { name: string | number }
  'notice.missing': { count: number }
  'notice.warnings': { count: number }
  'notice.gone': { all: number; gone: number }
  'notice.withdrawal.proof': { id: string | number }
  'notice.receipt-number': { id: string | number }
  'notice.message': { id: string | number }
  'notice.measure.from': { day: string | number }
  'notice.measure.until': { day: string | number }
  'notice-event.sent': { ways: string | number }
  'notice-event.handed-over': { to: string | number }
  'notice-event.refused': { to: string | number }
  'notice-event.looked': { look: string | number }
  'notice-event.acknowledged.from': { from: string | number }
  'notice-event.decided': { outcome: string | number }
  'notice-event.decided.from': { from: string | number; outcome: string | number }
  'notice-event.outcome-changed': { from: string | number; outcome: string | number }
  'notice-event.reminded': { number: string | number }
  'notice-event.pursued.respond': { to: string | number }
  'notice-event.pursued.complain': { to: string | number }
  'notice-event.pursued.refer': { to: string | number }
  'notice-event.complaint-decided': { from: string | number }
  'notice-event.seller-answer-decided.right': { from: string | number }
  'notice-event.seller-answer-decided.wrong': { from: string | number }
  'notice.notifier-action.complain.text': { day: string | number }
  'notice-event.withdrawal-told': { to: string | number }
  'notice-settings.signatory.until': { day: string | number }
  'counsel-review.regime': { title: string | number; version: string | number }
  'counsel-review.until': { day: string | number }
  'counsel-review.unverified': { count: number }
  'counsel-review.new.text': { count: number; id: string | number; version: string | number }
  'review.title': { ground: string | number }
  'review.to': { names: string | number }
  'review.good-faith': { name: string | number; organisation: string | number }
  'notice.recipient.in-book': { marketplace: string | number; name: string | number }
  'review.left-out.other-brand': { count: number }
  'review.left-out.no-claim': { count: number }
  'review.left-out.noticed': { count: number }
  'review.left-out.decided-genuine': { count: number }
  'first-admin.title': { slug: string | number }
  'claim-approver.name.of': { name: string | number }
  'claim-approver.dismiss.of': { name: string | number }
  'engines.reassessment.share': { share: string | number }
  'jobs.retry.of': { name: string | number }
  'jobs.retry.text': { failed: number }
  'webhook-outbox.minutes': { minutes: number }
  'webhook-outbox.resend.of': { host: string | number }
  'webhook-outbox.resend.text': { failed: number }
  'database.mib': { size: string | number }
  'database.rows': { rows: number }
  'organisation-ledger.publish.of': { name: string | number }
  'organisation-ledger.withdraw.of': { name: string | number }
  'installation.jobs.failed': { failed: number }
  'installation.migrations': { count: number }
  'installation.webhooks.waiting': { waiting: number }
  'installation.webhooks.failing': { failing: number }
  'installation.engine.due': { due: number }
  'overview.trends.summary': { count: number; days: number; most: number }
  'overview.coverage.description': { count: number }
  'portfolios.count': { count: number; figure: string | number }
  'portfolios.prior': { cleared: number; confirmed: number; percent: string | number }
  'portfolios.explained': { name: string | number }
  'portfolio-fact.prices': {
    brands: string | number
    count: string | number
    of: string | number
    part: string | number
  }
  'portfolio-fact.same-price': { count: string | number; of: string | number; prices: number }
  'portfolio-fact.choices': { count: string | number; of: string | number }
  'portfolio-fact.pictures': { count: string | number; of: string | number }
  'portfolio-fact.quantities': { count: string | number; of: string | number }
  'portfolio-fact.signs': { count: string | number; of: string | number }
  'portfolio-fact.reviews': { count: string | number; of: string | number }
  'portfolio.lead': { count: number; figure: string | number }
  'portfolio.explained': { day: string | number; name: string | number; reason: string | number }
  'portfolio.share': { count: string | number; of: string | number }
  'portfolio.show.of': { fact: string | number; label: string | number }
  'portfolio.days': { count: number; figure: string | number }
  'portfolio.on-listing': { fact: string | number }
  'proceedings.regime-version': { version: string | number }
  'sending.holds': { day: string | number }
  'proceeding.deadline.over': { days: number }
  'proceeding.deadline.left': { days: number }
  'proceeding.deadline.owed-by': { who: string | number }
  'proceeding.documents-due.item': { document: string | number; who: string | number }
  'proceeding.path.then': { state: string | number }
  'proceeding.origin.of': { title: string | number }
  'proceeding.condition': { condition: string | number }
  'proceeding.leads-to': { state: string | number }
  'regime.description': {
    day: string | number
    jurisdiction: string | number
    version: string | number
  }
  'regime.legal-basis.description': { all: number; verified: number }
  'deadline-calculation.target': { hours: number; until: string | number }
  'deadline-calculation.until': {
    from: string | number
    until: string | number
    zone: string | number
  }
  'deadline-calculation.days': { count: number }
  'deadline-calculation.months': { count: number }
  'deadline-calculation.working-days': { count: number }
  'deadline-calculation.day-off': { day: string | number }
  'proceeding.recorded.step': { state: string | number; step: string | number }
  'proceeding.recorded.deadline': { limit: string | number; until: string | number }
  'proceeding.recorded.endless': { limit: string | number }
  'legal-basis.article': { number: string | number }
  'legal-basis.article-and-recital': { number: string | number; recital: string | number }
  'legal-basis.recital': { recital: string | number }
  'legal-basis.chapter': { chapter: string | number }
  'queue.arrivals': { count: number }
  'queue.arrivals.more': { count: number }
  'queue.prior': { cleared: number; confirmed: number; percent: string | number }
  'queue.prior.short': { cleared: number; confirmed: number }
  'queue.more.set': { count: number }
  'queue.signal.family': { family: string | number }
  'queue.seller': { seller: string | number }
  'queue.seller.clear': { name: string | number }
  'saved-views.update': { name: string | number }
  'saved-views.rename': { name: string | number }
  'saved-views.share': { name: string | number }
  'saved-views.unshare': { name: string | number }
  'saved-views.remove': { name: string | number }
  'decision-result.withdrawn': { count: number }
  'listing.withdrawn': { at: string | number }
  'queue.unread.of': { field: string | number }
  'report.reason': { reason: string | number }
  'report.photo': { number: string | number }
  'legal-hold.released': { day: string | number }
  'data-requests.accessed': { count: number }
  'data-requests.erase.title': { id: string | number }
  'sample.loading': { taken: string | number; total: string | number }
  'seller-account.id': { id: string | number }
  'seller-links.title': { count: number; figure: string | number }
  'seller-links.reason.value': { masked: string | number; name: string | number }
  'seller-account.flagged': { count: string | number; figure: string | number; flagged: number }
  'seller-account.flagged.newest': {
    count: string | number
    figure: string | number
    flagged: number
  }
  'seller-account.not-assessed': { count: number; figure: string | number }
  'seller-account.restrictions.statement': {
    inForce: string | number
    reversed: string | number
    total: string | number
  }
  'seller-account.appeals.statement': { total: string | number; upheld: string | number }
  'seller-account.clearances.statement': { count: number; figure: string | number }
  'seller-account.price-range': { highest: string | number; lowest: string | number }
  'seller-account.of-seller': { count: number; figure: string | number }
  'seller-account.notice': { ground: string | number }
  'seller-account.appeals.counts': {
    open: string | number
    rejected: string | number
    upheld: string | number
  }
  'seller-account.clearance': { brand: string | number; right: string | number }
  'seller-account.clearance.until': { day: string | number }
  'seller-event.with': { happened: string | number; what: string | number }
  'listing.seller-prior': { cleared: number; confirmed: number; day: string | number }
  'listing.seller-prior.reported': { count: number }
  'listing.seller-prior.raises': { percent: string | number }
  'listing.seller-prior.lowers': { percent: string | number }
  'listing.seller-prior.fading': { all: number; half: number }
  'second-factor-locked': { when: string | number }
  'sign-in.with': { provider: string | number }
  'import.bar.running': { count: number; name: string | number }
  'import.bar.done': { count: number; name: string | number }
  'import.bar.failed': { name: string | number }
  'nav.waiting': { count: number; more: string | number }
  'state.missing': { what: string | number }
  'problem.too-many-requests.wait': { seconds: number }
  'problem.request': { id: string | number }
  'field.new-password.hint': { least: string | number }
  'faults.description': { count: number }
  'faults.description.of': { count: number; saved: number; total: number }
  'case.sla.left': { left: string | number }
  'case.sla.over': { left: string | number }
  'case.sla.paused': { left: string | number }
  'time-left.days': { days: number; hours: number }
  'time-left.hours': { hours: number; minutes: number }
  'time-left.minutes': { minutes: number }
  'case.note.reply.title': { from: string | number }
  'webhook.failing': { since: string | number }
  'inactive-brands.text': { brands: string | number; count: number }
  'inactive-brands.more': { count: number; shown: string | number }
  'inactive-brands.claim': { brand: string | number }
  'unread-reason.unreadable': { field: string | number; text: string | number }
  'unread-reason.ambiguous': { field: string | number; text: string | number }
  'unread-reason.no-currency': { field: string | number; text: string | number }
  'proceeding-title.trusted-flagger': { day: string | number }
  'excluded-site.exclude.title': { site: string | number }
  'excluded-site.include.title': { site: string | number }
  'site-extract.title': { site: string | number }
  'site-extract.mebibytes': { size: number }
  'stored-sentence.page.gone': { status: string | number }
  'stored-sentence.page.sign-in-status': { status: string | number }
  'stored-sentence.page.blocked': { status: string | number }
  'stored-sentence.page.blocked-program': { status: string | number }
  'stored-sentence.page.error': { status: string | number }
  'stored-sentence.page.served': { status: string | number }
  'stored-sentence.page.picture-served': { status: string | number }
  'stored-sentence.page.untrusted': { reason: string | number }
  'stored-sentence.page.unreachable': { reason: string | number }
  'stored-sentence.page.too-large': { bytes: string | number }
  'stored-sentence.page.unfinished': { seconds: string | number }
  'stored-sentence.page.never-finished': { count: string | number }
  'stored-sentence.picture.too-many-pixels': { height: string | number; width: string | number }
  'stored-sentence.email.unreachable': { reason: string | number }
  'stored-sentence.notice.no-marketplace': { slug: string | number }
  'stored-sentence.item.document': { address: string | number }
  'stored-sentence.item.screenshot-part': {
    address: string | number
    part: string | number
    parts: string | number
  }
  'stored-sentence.item.screenshot': { address: string | number }
  'stored-sentence.item.picture': { address: string | number }
  'stored-sentence.redaction.area': { places: string | number }
  'stored-sentence.redaction.areas': { count: string | number; places: string | number }
  'stored-sentence.redaction.field': { fields: string | number }
  'stored-sentence.redaction.fields': { count: string | number; fields: string | number }
  'stored-sentence.custody.derived': {
    digest: string | number
    how: string | number
    name: string | number
    source: string | number
    sourceDigest: string | number
  }
  'stored-sentence.decision.reasons-right': { right: string | number }
  'stored-sentence.decision.seller-account': { seller: string | number }
  'stored-sentence.fit.too-few-labels': { labels: string | number; sellers: string | number }
  'stored-sentence.fit.more-counterfeit-labels': {
    count: string | number
    missing: string | number
  }
  'stored-sentence.fit.more-other-labels': { count: string | number; missing: string | number }
  'stored-sentence.fit.more-counterfeit-sellers': {
    count: string | number
    missing: string | number
  }
  'stored-sentence.fit.more-other-sellers': { count: string | number; missing: string | number }
  'stored-sentence.post.port': { ports: string | number }
  'stored-sentence.post.certificate': { reason: string | number }
  'stored-sentence.post.too-slow': { seconds: string | number }
  'stored-sentence.post.unreachable': { reason: string | number }
  'stored-sentence.custody.captured': { from: string | number; until: string | number }
  'stored-sentence.custody.no-timestamp': { authorities: string | number }
  'stored-sentence.custody.noticed': { notice: string | number }
  'stored-sentence.custody.digests-sent': { recipients: string | number }
  'stored-sentence.custody.copy-shown': { digest: string | number; name: string | number }
  'stored-sentence.custody.shown-to-marketplace': { notice: string | number }
  'stored-sentence.custody.shown-to-seller': { notice: string | number }
  'stored-sentence.custody.retention-ended': { days: string | number }
  'capture.custody.notice.named': { title: string | number }
  'capture.custody.person': { name: string | number; organisation: string | number }
  'capture.custody.organisation': { name: string | number }
  'capture.custody.program': { name: string | number }
  'capture.custody.unknown': { organisation: string | number }
  'thresholds.least': { askProof: string | number; block: string | number; review: string | number }
  'thresholds.listings': { count: number; number: string | number }
  'thresholds.from-percent': { percent: string | number }
  'thresholds.percent': { percent: string | number }
  'thresholds.title-of': { name: string | number }
  'thresholds.field': { verdict: string | number }
  'thresholds.slider': { field: string | number }
  'thresholds.no-brand': { brand: string | number }
  'thresholds.always-clear': { count: number }
  'thresholds.fixed': { count: number }
  'thresholds.preview.count': { count: number }
  'thresholds.preview.more': { count: number }
  'thresholds.examples': { count: number }
  'thresholds.by-brand.moves': { count: number }
  'thresholds.decided.genuine': { count: number }
  'thresholds.decided.counterfeit': { count: number }
  'thresholds.stricter': { count: number; range: string | number }
  'thresholds.more-lenient': { count: number; range: string | number }
  'thresholds.range': { high: string | number; low: string | number }
  'thresholds.share-unknown': { least: string | number }
  'thresholds.values': {
    askProof: string | number
    block: string | number
    review: string | number
  }
  'thresholds.undo-of': { name: string | number }
  'thresholds.undone': { version: string | number }
  'tip.recorded': { listings: number }
  'tip.recorded-by': { name: string | number }
  'tip.listing-of': { count: number; number: number }
  'tips.by-email.for': { brand: string | number }
  'tip.email.from': { sender: string | number }
  'tip.email.to': { name: string | number }
  'tip.email.checks': { checks: string | number }
  'gloss.count': { known: number; unknown: number }
  'machine-translation.sends': { name: string | number }
  'machine-translation.allow': { name: string | number }
  'machine-translation.translate': { name: string | number }
  'translation.by-machine': { name: string | number }
  'users.brands': { brands: string | number }
  'users.territories': { territories: string | number }
  'users.change-of': { name: string | number }
  'invitations.link': { email: string | number }
  'invitations.open': { day: string | number }
  'invitations.expired': { day: string | number }
  'api-keys.revoked': { day: string | number }
  'watch-costs.months': { months: number }
  'watch-costs.used': { minutes: number; requests: number }
  'watch-costs.count.listing': { count: number }
  'watch-costs.count.find': { count: number }
  'watch-costs.count.confirmed': { count: number }
  'watch-costs.of-count': { count: number }
  'watch-costs.at-least': { from: string | number }
  'watch-savings.cost': { currency: string | number }
  'watch-savings.before': { cost: string | number; finds: number }
  'watch-savings.now': { cost: string | number; finds: number; months: number }
  'watch-savings.saved': { cost: string | number }
  'watch-savings.more-finds': { finds: number }
  'watch-savings.fewer-finds': { finds: number }
  'watch-savings.more': { cost: string | number }
  'watch-day-budget.none': { requests: number }
  'watch-proposals.description': { days: number }
  'watch-proposals.not-searched.text': { place: string | number }
  'watch-proposals.in-listings': {
    finds: number
    ofFinds: number
    ofOthers: number
    others: number
  }
  'watch-proposals.name-only': { kind: string | number }
  'watch-proposals.name-in': { kind: string | number; language: string | number }
  'watch-proposals.find-word': { word: string | number }
  'watch-proposals.requests': { count: number }
  'watch-proposals.requests-range': { from: number; to: number }
  'watch-proposals.cost.budget': { count: number }
  'watch-proposals.cost.site': { range: string | number }
  'watch-proposals.cost.query': { range: string | number }
  'watch-proposals.amount': { amounts: string | number }
  'watch-proposals.select-of': { query: string | number }
  'watch-proposals.accept-of': { query: string | number }
  'watch-proposals.accept-selected': { count: number }
  'watch-proposals.dismiss-of': { query: string | number }
  'watch-proposals.dismiss-selected': { count: number }
  'watch-proposals.undo-of': { query: string | number }
  'watch-proposals.done.accept': { count: number }
  'watch-proposals.done.dismiss': { count: number }
  'watch-proposals.done.undo': { count: number }
  'watch-proposals.all': { count: string | number }
  'watch-proposals.decided': { count: number }
  'watch-summary.description': { day: string | number }
  'watch-summary.description.today': { day: string | number }
  'watch-summary.days.entry': { day: string | number; finds: string | number }
  'watch-summary.more': { count: number }
  'watch-summary.budget.of': { budget: string | number; used: string | number }
  'watches.select': { name: string | number }
  'watches.queries': { count: number }
  'watches.running': { listings: number; requests: number }
  'watches.last-run': { end: string | number; when: string | number }
  'watches.next-run': { when: string | number }
  'watches.finds': { count: number }
  'watch-next.running': { requests: number }
  'watch-next.active': { requests: number; when: string | number }
  'watch-next.daily-budget-spent': { when: string | number }
  'watch-next.blocked': { when: string | number }
  'watch-next.paused': { when: string | number }
  'watch-next.failing': { when: string | number }
  'watch-done.stop-all': { count: number }
  'watch-done.resume-all': { count: number }
  'watch-budget.of': { limit: string | number; used: string | number }
  'watch-budget.mebibytes': { size: number }
  'watch-budget.seconds': { seconds: number }
  'watch-run.listings': { changed: number; fresh: number; gone: number; seen: number }
  'watch-run.forbidden': { count: number }
  'watch-run.blocked': { count: number }
  'watch-run.failed': { count: number }
  'watch-time.entry': { minutes: number }
  'watch.site.hint': { place: string | number }
  'watch.queries.add': { query: string | number }
  'watch.interval.days': { days: number }
  'watch.interval.hours': { hours: number }
  'watch.interval.minutes': { minutes: number }
  'watch-preview.requests': { minutes: number; requests: number }
  'watch-preview.queries': { queries: number }
  'watch-preview.bytes': { size: string | number }
  'watch-preview.cost': { cost: string | number }
  'ebay-key.used': { calls: number; used: number }
  'watched.visited': { when: string | number }
  'watched.changed': { fields: string | number }
  'watched-price.range': { high: string | number; low: string | number; now: string | number }
  'watch-budget.kibibytes': { size: number }
  'same-goods.pictures': { count: number }
  'same-goods.pictures.alike': { count: number; percent: string | number }
  'same-goods.words': { words: string | number }
  'webhook-deliveries.attempts': { count: number }
  'webhook-deliveries.milliseconds': { milliseconds: number }
}
