// Written by `npm run messages` from the English files; a test holds it to them.
import type appeals from '../../locales/en/appeals.json'
import type auditLog from '../../locales/en/audit-log.json'
import type blindAudit from '../../locales/en/blind-audit.json'
import type captures from '../../locales/en/captures.json'
import type caseQueues from '../../locales/en/case-queues.json'
import type cases from '../../locales/en/cases.json'
import type catalog from '../../locales/en/catalog.json'
import type claims from '../../locales/en/claims.json'
import type engineReleases from '../../locales/en/engine-releases.json'
import type images from '../../locales/en/images.json'
import type imports from '../../locales/en/imports.json'
import type listing from '../../locales/en/listing.json'
import type listings from '../../locales/en/listings.json'
import type moderation from '../../locales/en/moderation.json'
import type moderationActions from '../../locales/en/moderation-actions.json'
import type noticeQuality from '../../locales/en/notice-quality.json'
import type notices from '../../locales/en/notices.json'
import type operator from '../../locales/en/operator.json'
import type overview from '../../locales/en/overview.json'
import type proceedings from '../../locales/en/proceedings.json'
import type queue from '../../locales/en/queue.json'
import type retention from '../../locales/en/retention.json'
import type sample from '../../locales/en/sample.json'
import type session from '../../locales/en/session.json'
import type shared from '../../locales/en/shared.json'
import type thresholds from '../../locales/en/thresholds.json'
import type users from '../../locales/en/users.json'
import type webhooks from '../../locales/en/webhooks.json'

/** The keys of each namespace. */
export type NamespaceKeys = {
  appeals: keyof typeof appeals
  'audit-log': keyof typeof auditLog
  'blind-audit': keyof typeof blindAudit
  captures: keyof typeof captures
  'case-queues': keyof typeof caseQueues
  cases: keyof typeof cases
  catalog: keyof typeof catalog
  claims: keyof typeof claims
  'engine-releases': keyof typeof engineReleases
  images: keyof typeof images
  imports: keyof typeof imports
  listing: keyof typeof listing
  listings: keyof typeof listings
  moderation: keyof typeof moderation
  'moderation-actions': keyof typeof moderationActions
  'notice-quality': keyof typeof noticeQuality
  notices: keyof typeof notices
  operator: keyof typeof operator
  overview: keyof typeof overview
  proceedings: keyof typeof proceedings
  queue: keyof typeof queue
  retention: keyof typeof retention
  sample: keyof typeof sample
  session: keyof typeof session
  shared: keyof typeof shared
  thresholds: keyof typeof thresholds
  users: keyof typeof users
  webhooks: keyof typeof webhooks
}

/** The values of messages that have arguments. */
export type MessageArguments = {
  'ask.one': { brand: string | number }
  'log.actions.drop': { name: string | number }
  'log.head.size': { size: number }
  'log.head.intact.of': { size: number }
  'log.head.removed': { count: number }
  'log.head.waiting': { count: number }
  'log.finding.entries-missing': { count: number }
  'log.finding.entries-changed': { count: number }
  'log.finding.entries-unsealed': { count: number }
  'log.finding.entries-lost': { count: number }
  'log.finding.entries-backdated': { count: number }
  'log.finding.removal-unproven': { count: number }
  'log.finding.log-cut': { count: number }
  'log.count.count': { value: number }
  'log.count.rows': { value: number }
  'log.count.new': { value: number }
  'log.count.changed': { value: number }
  'log.count.unchanged': { value: number }
  'log.count.refused': { value: number }
  'log.count.listings': { value: number }
  'log.count.drawn': { value: number }
  'log.count.labels': { value: number }
  'log.count.columns': { value: number }
  'log.count.events': { value: number }
  'log.count.version': { value: number }
  'log.count.deleted': { value: number }
  'log.count.redacted': { value: number }
  'log.count.held': { value: number }
  'log.count.erased': { value: number }
  'log.count.answers': { value: number }
  'log.entry.brand': { id: string | number }
  'log.entry.product': { id: string | number }
  'log.fact': { name: string | number; value: string | number }
  'quality.left': { count: number }
  'quality.weeks.last': { count: number }
  'quality.missing.flagged': { count: string | number }
  'quality.missing.unflagged': { count: string | number }
  'quality.missing.counterfeits': { count: string | number }
  'quality.missing.pairs': { count: string | number }
  'quality.interval': { high: string | number; low: string | number; value: string | number }
  'quality.rests-on.offers': { counterfeits: string | number; settled: string | number }
  'quality.overall.lead': {
    counterfeits: string | number
    flagged: string | number
    unflagged: string | number
  }
  'quality.agreement.same': { pairs: string | number; same: string | number }
  'quality.removals.count': { genuine: string | number; settled: string | number }
  'quality.stratum.drawn': { drawn: string | number; frame: string | number }
  'quality.fit.labels': {
    counterfeit: string | number
    other: string | number
    sellers: string | number
  }
  'quality.fit.held-out': {
    aucFitted: string | number
    aucNow: string | number
    better: string | number
    listings: string | number
    lossFitted: string | number
    lossNow: string | number
    weeks: string | number
  }
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
  'capture.item.derived': { from: string | number; how: string | number }
  'changes.look.counts': { count: number }
  'changes.shot': { number: string | number; side: string | number }
  'changes.pictures.counts': { added: number; kept: number; removed: number }
  'changes.text.left-out': { count: number }
  'redact.part': { height: number; width: number; x: number; y: number }
  'board.cases': { count: number }
  'board.overdue': { count: number }
  'board.rest': { count: number }
  'board.moved': { column: string | number; title: string | number }
  'board.move.of': { title: string | number }
  'case.sla.due': { at: string | number; hours: number }
  'case.template.version': { name: string | number; version: number }
  'case.file.save': { name: string | number }
  'case.file.size': { size: string | number }
  'case.file.asked': { name: string | number; reason: string | number }
  'case.file.removed': { at: string | number }
  'template.version': { version: number }
  'template.tasks.count': { count: number }
  'queue-of-cases.rule': { number: number }
  'queue-of-cases.hours': { hours: number }
  'queue-of-cases.open': { count: number }
  'queue-of-cases.breached': { count: number }
  'case-event.queued': { name: string | number }
  'case-event.queued.rule': { name: string | number; rule: number }
  'case-event.sla-set': { at: string | number; hours: number }
  'case-event.sla-breached': { at: string | number }
  'case-event.file-added': { name: string | number }
  'case-event.file-removal-asked': { name: string | number }
  'case-event.file-kept': { name: string | number }
  'case-event.file-removed': { name: string | number }
  'case-event.note-shared': { brand: string | number }
  'cases.offers': { count: number }
  'cases.tasks': { count: number }
  'case.due.over': { day: string | number }
  'case.due.by': { day: string | number }
  'case.assignee.until': { at: string | number; name: string | number }
  'case.unnamed-person': { id: string | number }
  'case.merge.preview': { count: number; into: string | number; there: number }
  'case.split.preview': { count: number; stay: number }
  'case.offer.pick': { title: string | number }
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
  'case-done.remove-listings': { count: number }
  'case-done.opened': { count: number }
  'open-case.title': { count: number }
  'brand.lead': { id: string | number; version: string | number }
  'catalog-import.read-as': { failed: number; format: string | number }
  'claims.open-of': { brand: string | number; organisation: string | number }
  'claim.title': { brand: string | number }
  'claim.power.span': { from: string | number; to: string | number }
  'claim.kib': { size: string | number }
  'claim.withdraw.title': { brand: string | number }
  'claim.approve.title': { brand: string | number; organisation: string | number }
  'claim.reject.title': { brand: string | number; organisation: string | number }
  'claim.contest.title': { brand: string | number; organisation: string | number }
  'claim.revoke.title': { brand: string | number; organisation: string | number }
  'claim.resolve.title': { brand: string | number }
  'lexicon.language.all': { count: number }
  'lexicon.language.one': { count: number; name: string | number }
  'lexicon.found': { count: number }
  'edit.lead': { number: string | number; title: string | number }
  'edit.not-draft': { number: string | number }
  'trial.read': { read: number; sample: number; seconds: string | number }
  'trial.example.quiet': { guard: string | number }
  'revision.title': { number: string | number; title: string | number }
  'revision.content.summary': { off: number; terms: number }
  'revision.state.shadow.meaning': { share: string | number }
  'revision.by': { who: string | number }
  'revision.compared': { at: string | number }
  'revision.shadow.judged': { count: number }
  'revision.back-test.figures': {
    contradicted: number
    counterfeit: number
    genuine: number
    read: number
  }
  'revision.back-test.unknown': { of: number }
  'revision.back-test.share': {
    high: string | number
    low: string | number
    share: string | number
  }
  'reference.quarantined.text': { count: number; expected: number }
  'reference.today': { count: number; expected: number }
  'comparison.points': { count: number }
  'pictures.of-offer': { number: string | number }
  'pictures.shows': { kind: string | number; share: string | number; what: string | number }
  'pictures.read-count': { count: number }
  'edit.turned-right': { degrees: number }
  'edit.turned-left': { degrees: number }
  'edit.cropped': { share: string | number }
  'edit.set-in': { share: string | number }
  'banks.progress': { count: number; done: number }
  'banks.many': { count: number }
  'import.size': { kilobytes: string | number }
  'import.field.of': { column: string | number }
  'import.rows.lead': { format: string | number }
  'import.rows.good': { all: number; good: number }
  'import.lacks': { fields: string | number }
  'import.reading': { share: string | number }
  'import.stopped.lead': { count: number; taken: string | number }
  'import.done': { count: number }
  'import.done.lead': {
    changed: number
    failed: number
    format: string | number
    unchanged: number
  }
  'import.forget.of': { columns: string | number }
  'encoding.found': { encoding: string | number }
  'encoding.choose': { encoding: string | number }
  'pictures.load': { count: number; host: string | number }
  'pictures.nameless': { count: number }
  'pictures.one': { number: number; of: number }
  'compare.share.list': { share: string | number }
  'compare.share.low': { share: string | number }
  'compare.stated': { price: string | number }
  'compare.rates': { day: string | number }
  'compare.source': { source: string | number }
  'reviews.rated': { count: number; mean: string | number }
  'reviews.unrated': { count: number }
  'reviews.pictures': { count: number }
  'reviews.all': { count: number }
  'seller.count': { count: number; counted: string | number; shown: string | number }
  'seller.more': { count: number; counted: string | number; shown: string | number }
  'decide.second': { decisions: string | number }
  'proposal.changed-since': { newest: number; version: number }
  'translation.by-machine': { name: string | number }
  'offer.engine-said': { verdict: string | number }
  'queue.as-typed': { name: string | number }
  'queue.pick': { title: string | number }
  'bulk.pick-all': { count: number }
  'bulk.picked': { count: number }
  'keys.decide': { decision: string | number }
  'desk.decided': { count: number }
  'desk.others': { count: number }
  'desk.failed': { count: number }
  'desk.withdraw-failed': { count: number }
  'desk.refused.more': { count: number }
  'offer.redacted': { day: string | number }
  'offer.confidence': { share: string | number }
  'offer.version': { number: string | number }
  'offer.taken-by': { who: string | number }
  'offer.engine': { name: string | number }
  'offer.shipping': { price: string | number }
  'offer.joined': { day: string | number }
  'offer.rating': { rating: string | number }
  'reception.others': { count: number }
  'reception.pick': { title: string | number }
  'reception.bulk.at': { count: string | number; place: string | number }
  'reception.bulk.told': { done: string | number; refused: string | number }
  'reception.bulk.text': { count: number }
  'reception.item': { number: string | number }
  'reception.earlier.one': { id: string | number; number: string | number }
  'notice.over': { when: string | number }
  'notice.due': { when: string | number }
  'reception.page.part': { number: string | number }
  'notice.evidence.package': { count: number }
  'measure.until': { day: string | number }
  'filings.save': { count: number }
  'house.version': { version: string | number }
  'accountability.lead': { success: string | number; upheld: string | number }
  'accountability.period': { from: string | number; to: string | number }
  'accountability.notices': { count: number; shown: string | number }
  'accountability.upheld': { count: string | number }
  'accountability.hours': { count: string | number }
  'accountability.days': { count: string | number }
  'accountability.interval': { high: string | number; low: string | number; value: string | number }
  'accountability.counts': {
    decided: string | number
    succeeded: string | number
    upheld: string | number
  }
  'embargo.longer.asked': { day: string | number; name: string | number }
  'notices.gone': { count: number }
  'notice.write.picked': { count: number }
  'notice.write.text': { count: number }
  'notice.title': { ground: string | number }
  'notice.apart.offer': { name: string | number }
  'notice.apart.capture': { id: string | number }
  'notice.extract.classes': { classes: string | number }
  'notice.extract.valid-from': { from: string | number }
  'notice.extract.valid': { from: string | number; until: string | number }
  'notice.extract.of': { day: string | number }
  'notice.extract.fresh': { days: number }
  'notice.extract.stale': { days: number }
  'notice.items': { count: number }
  'notice.item.add.all': { count: number }
  'notice.item.words': { number: string | number }
  'notice.captures.missing': { count: number }
  'notice.captures.ask.text': { count: number }
  'notice.capture.others': { count: number }
  'notice.capture.picture': { at: string | number }
  'notice.capture.take': { at: string | number }
  'notice.signatory.until': { day: string | number; name: string | number }
  'notice.template.of-counsel': { name: string | number }
  'notice.missing': { count: number }
  'notice.warnings': { count: number }
  'notice.gone': { all: number; gone: number }
  'notice.withdrawal.proof': { id: string | number }
  'notice.received-as': { id: string | number }
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
  'notice-event.reminded': { number: string | number }
  'notice-event.pursued.answer': { to: string | number }
  'notice-event.pursued.complain': { to: string | number }
  'notice-event.pursued.refer': { to: string | number }
  'notice-event.complaint-decided': { from: string | number }
  'notice-event.seller-answer-decided.right': { from: string | number }
  'notice-event.seller-answer-decided.wrong': { from: string | number }
  'notice.pursue.complain.text': { day: string | number }
  'notice-event.withdrawal-told': { to: string | number }
  'notice-house.signatory.until': { day: string | number }
  'counsel.until': { day: string | number }
  'counsel.unverified': { count: number }
  'counsel.sign.text': { count: number; id: string | number; version: string | number }
  'first.title': { slug: string | number }
  'approver.name.of': { name: string | number }
  'approver.dismiss.of': { name: string | number }
  'engines.pass.share': { share: string | number }
  'jobs.retry.of': { name: string | number }
  'jobs.retry.text': { failed: number }
  'outbox.minutes': { minutes: number }
  'outbox.resend.of': { host: string | number }
  'outbox.resend.text': { failed: number }
  'store.mib': { size: string | number }
  'store.rows': { rows: number }
  'overview.trends.said': { count: number; days: number; most: number }
  'overview.coverage.lead': { count: number }
  'proceeding.clock.over': { days: number }
  'proceeding.clock.left': { days: number }
  'proceeding.clock.bound': { who: string | number }
  'proceeding.owed.one': { document: string | number; who: string | number }
  'proceeding.path.then': { state: string | number }
  'proceeding.where': { condition: string | number }
  'proceeding.leads-to': { state: string | number }
  'regime.lead': { day: string | number; jurisdiction: string | number; version: string | number }
  'regime.lines.lead': { all: number; verified: number }
  'queue.arrivals': { count: number }
  'queue.arrivals.more': { count: number }
  'queue.more.set': { count: number }
  'queue.signal.family': { family: string | number }
  'views.keep': { name: string | number }
  'views.rename': { name: string | number }
  'views.share': { name: string | number }
  'views.unshare': { name: string | number }
  'views.remove': { name: string | number }
  'desk.withdrawn': { count: number }
  'offer.withdrawn': { at: string | number }
  'hold.released': { day: string | number }
  'privacy.accessed': { count: number }
  'privacy.erase.title': { id: string | number }
  'sample.loading': { taken: string | number; total: string | number }
  'second-factor-locked': { when: string | number }
  'sign-in.with': { provider: string | number }
  'invitation.lead': { email: string | number; organisation: string | number }
  'invitation.password.hint': { least: string | number }
  'sessions.agent.on': { browser: string | number; system: string | number }
  'import.bar.under': { count: number; name: string | number }
  'import.bar.done': { count: number; name: string | number }
  'import.bar.failed': { name: string | number }
  'problem.too-many-requests.wait': { seconds: number }
  'problem.request': { id: string | number }
  'field.new-password.hint': { least: string | number }
  'faults.lead': { count: number }
  'faults.lead.of': { count: number; saved: number; total: number }
  'case.sla.left': { left: string | number }
  'case.sla.over': { left: string | number }
  'case.sla.stands': { left: string | number }
  'left.days': { days: number; hours: number }
  'left.hours': { hours: number; minutes: number }
  'left.minutes': { minutes: number }
  'case.note.reply.title': { from: string | number }
  'webhook.failing': { since: string | number }
  'thresholds.least': { askProof: string | number; block: string | number; review: string | number }
  'thresholds.offers': { count: number; number: string | number }
  'thresholds.from-percent': { percent: string | number }
  'thresholds.percent': { percent: string | number }
  'thresholds.of': { name: string | number }
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
  'thresholds.graver': { count: number; range: string | number }
  'thresholds.milder': { count: number; range: string | number }
  'thresholds.range': { high: string | number; low: string | number }
  'thresholds.not-known': { least: string | number }
  'thresholds.three': { askProof: string | number; block: string | number; review: string | number }
  'thresholds.undo-of': { name: string | number }
  'thresholds.undid': { version: string | number }
  'people.brands': { brands: string | number }
  'people.territories': { territories: string | number }
  'people.change-of': { name: string | number }
  'invite.link': { email: string | number }
  'invite.open': { day: string | number }
  'invite.expired': { day: string | number }
  'keys-page.revoked': { day: string | number }
  'deliveries.tries': { count: number }
  'deliveries.milliseconds': { milliseconds: number }
}
