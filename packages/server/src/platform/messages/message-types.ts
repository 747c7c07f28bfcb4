// Written by `npm run messages` from the English files; a test holds it to them.

/** The keys of each namespace. */
export type NamespaceKeys = {
  account:
    | 'account.second-factor-locked'
    | 'account.second-factor-locked.codes'
    | 'account.second-factor-locked.password'
  'appeal-link':
    | 'appeal-link.about'
    | 'appeal-link.open'
    | 'appeal-link.no-password'
    | 'appeal-link.own-channel'
    | 'appeal-link.once'
  buyers:
    | 'buyers.subject'
    | 'buyers.reversed.subject'
    | 'buyers.reversed'
    | 'buyers.why'
    | 'buyers.confirm.subject'
    | 'buyers.confirm.about'
    | 'buyers.confirm.not-you'
    | 'buyers.decided'
    | 'buyers.unreviewed'
  'case-package':
    | 'case-package.title'
    | 'case-package.footer'
    | 'case-package.package'
    | 'case-package.made-by'
    | 'case-package.made'
    | 'case-package.reason'
    | 'case-package.about'
    | 'case-package.subject'
    | 'case-package.state'
    | 'case-package.opened'
    | 'case-package.closed'
    | 'case-package.brands'
    | 'case-package.turnover'
    | 'case-package.subject.seller'
    | 'case-package.subject.product'
    | 'case-package.subject.network'
    | 'case-package.state.open'
    | 'case-package.state.snoozed'
    | 'case-package.state.closed'
    | 'case-package.outcome.enforced'
    | 'case-package.outcome.genuine'
    | 'case-package.outcome.nothing-found'
    | 'case-package.outcome.withdrawn'
    | 'case-package.outcome.merged'
    | 'case-package.sellers'
    | 'case-package.sellers.none'
    | 'case-package.seller'
    | 'case-package.listings'
    | 'case-package.listings.more'
    | 'case-package.listings.hidden'
    | 'case-package.listing'
    | 'case-package.listing.id'
    | 'case-package.listing.on'
    | 'case-package.listing.seller'
    | 'case-package.listing.price'
    | 'case-package.listing.address'
    | 'case-package.listing.verdict'
    | 'case-package.listing.reason'
    | 'case-package.listing.decision'
    | 'case-package.verdict'
    | 'case-package.verdict.block'
    | 'case-package.verdict.review'
    | 'case-package.verdict.ask-proof'
    | 'case-package.verdict.clear'
    | 'case-package.verdict.none'
    | 'case-package.decision.counterfeit'
    | 'case-package.decision.grey-market'
    | 'case-package.decision.trademark-misuse'
    | 'case-package.decision.genuine'
    | 'case-package.decision.unclear'
    | 'case-package.notices'
    | 'case-package.notices.none'
    | 'case-package.notice'
    | 'case-package.notice.file'
    | 'case-package.notice.sent'
    | 'case-package.notice.to'
    | 'case-package.notice.answer'
    | 'case-package.notice.outcome'
    | 'case-package.notice.withdrawn'
    | 'case-package.delivery.waiting'
    | 'case-package.delivery.handed-over'
    | 'case-package.delivery.recalled'
    | 'case-package.delivery.refused'
    | 'case-package.notice-outcome.restricted'
    | 'case-package.notice-outcome.overturned'
    | 'case-package.notice-outcome.ended'
    | 'case-package.notice-outcome.no-action'
    | 'case-package.notice-outcome.already-gone'
    | 'case-package.notice-outcome.other'
    | 'case-package.appeals'
    | 'case-package.appeal.by'
    | 'case-package.appeal.submitted'
    | 'case-package.appeal.words'
    | 'case-package.appeal.outcome'
    | 'case-package.appeal.reasons'
    | 'case-package.appeal-outcome.upheld'
    | 'case-package.appeal-outcome.rejected'
    | 'case-package.appeal-outcome.accepted'
    | 'case-package.appeal-outcome.not-accepted'
    | 'case-package.timeline'
    | 'case-package.timeline.more'
    | 'case-package.actor.operator'
    | 'case-package.actor.key'
    | 'case-package.event.case.opened'
    | 'case-package.event.case.listings-added'
    | 'case-package.event.case.listings-removed'
    | 'case-package.event.case.closed'
    | 'case-package.event.case.reopened'
    | 'case-package.event.case.merged-from'
    | 'case-package.event.case.split-from'
    | 'case-package.event.case.note-shared'
    | 'case-package.event.capture.asked'
    | 'case-package.event.capture.sealed'
    | 'case-package.event.capture.failed'
    | 'case-package.event.proceeding.begun'
    | 'case-package.event.notice.sent'
    | 'case-package.event.notice.handed-over'
    | 'case-package.event.notice.looked'
    | 'case-package.event.notice.acknowledged'
    | 'case-package.event.notice.decided'
    | 'case-package.event.notice.outcome-changed'
    | 'case-package.event.notice.reminded'
    | 'case-package.event.notice.withdrawn'
    | 'case-package.event.notice.withdrawal-told'
    | 'case-package.event.notice.pursued'
    | 'case-package.event.notice.complaint-decided'
    | 'case-package.event.notice.seller-answer-decided'
    | 'case-package.capture-outcome.captured'
    | 'case-package.capture-outcome.refused'
    | 'case-package.capture-outcome.unresolvable'
    | 'case-package.capture-outcome.unreachable'
    | 'case-package.capture-outcome.broken-tls'
    | 'case-package.capture-outcome.redirect-loop'
    | 'case-package.capture-outcome.too-slow'
    | 'case-package.capture-outcome.too-large'
    | 'case-package.capture-outcome.download'
    | 'case-package.capture-outcome.gone'
    | 'case-package.capture-outcome.blocked'
    | 'case-package.capture-outcome.login-wall'
    | 'case-package.capture-outcome.server-error'
    | 'case-package.capture-outcome.stopped'
    | 'case-package.look.live'
    | 'case-package.look.gone'
    | 'case-package.look.changed'
    | 'case-package.look.blocked'
    | 'case-package.look.login-wall'
    | 'case-package.look.error'
    | 'case-package.look.unknown'
    | 'case-package.captures'
    | 'case-package.captures.none'
    | 'case-package.capture'
    | 'case-package.capture.requested'
    | 'case-package.capture.file'
    | 'case-package.capture.missing'
    | 'case-package.capture.disposed'
    | 'case-package.capture.sealed'
    | 'case-package.capture.stamped'
    | 'case-package.custody'
    | 'case-package.custody.earlier'
    | 'case-package.custody.events'
    | 'case-package.custody.identified'
    | 'case-package.custody.collected'
    | 'case-package.custody.acquired'
    | 'case-package.custody.preserved'
    | 'case-package.custody.accessed'
    | 'case-package.custody.copied'
    | 'case-package.custody.transferred'
    | 'case-package.custody.derived'
    | 'case-package.custody.held'
    | 'case-package.custody.released'
    | 'case-package.custody.disposed'
    | 'case-package.notes'
    | 'case-package.contents'
    | 'case-package.file'
    | 'case-package.pictures'
    | 'case-package.left-out'
    | 'case-package.verification'
    | 'case-package.verify'
    | 'case-package.proves'
  'email-updates':
    | 'email-updates.unreviewed'
    | 'email-updates.confirm.subject'
    | 'email-updates.confirm.about'
    | 'email-updates.confirm.not-you'
    | 'email-updates.news.subject'
    | 'email-updates.news.about'
    | 'email-updates.news.stop'
  gloss:
    | 'gloss.brand'
    | 'gloss.disguised-brand'
    | 'gloss.marker.compatible-before'
    | 'gloss.marker.compatible-after'
    | 'gloss.marker.compared-before'
    | 'gloss.marker.compared-after'
    | 'gloss.marker.denied-before'
    | 'gloss.marker.mentioned-before'
    | 'gloss.marker.mentioned-after'
    | 'gloss.marker.mentioned-field'
    | 'gloss.marker.packaging'
    | 'gloss.marker.used'
    | 'gloss.marker.new'
    | 'gloss.marker.refurbished'
    | 'gloss.marker.not-goods'
    | 'gloss.marker.choices'
    | 'gloss.marker.payment-link'
    | 'gloss.marker.including-before'
    | 'gloss.marker.checked-by-expert'
    | 'gloss.marker.other-price'
    | 'gloss.marker.part-before'
    | 'gloss.marker.price'
    | 'gloss.marker.no-price'
    | 'gloss.marker.vintage'
    | 'gloss.marker.bundle'
  inbox:
    | 'summary.subject'
    | 'summary.lead'
    | 'summary.due'
    | 'summary.inbox'
    | 'summary.end'
    | 'summary.urgency.overdue'
    | 'summary.urgency.soon'
    | 'summary.urgency.open'
    | 'summary.urgency.new'
    | 'summary.kind.received-notice'
    | 'summary.kind.appeal'
    | 'summary.kind.follow-up'
    | 'summary.kind.proof-submission'
    | 'summary.kind.deadline'
    | 'summary.kind.decision-approval'
    | 'summary.kind.notice-approval'
    | 'summary.kind.link-review'
    | 'summary.kind.dossier-contest'
    | 'summary.kind.claim-decision'
    | 'summary.kind.marketplace-response'
    | 'summary.kind.code-alarm'
    | 'summary.kind.buyer-report'
    | 'summary.kind.case-due'
    | 'summary.kind.failed-capture'
    | 'summary.kind.failing-webhook'
    | 'summary.kind.failed-job'
    | 'summary.kind.setup'
    | 'summary.kind.finding'
    | 'summary.list.received-notice'
    | 'summary.list.appeal'
    | 'summary.list.follow-up'
    | 'summary.list.proof-submission'
    | 'summary.list.deadline'
    | 'summary.list.decision-approval'
    | 'summary.list.notice-approval'
    | 'summary.list.link-review'
    | 'summary.list.dossier-contest'
    | 'summary.list.claim-decision'
    | 'summary.list.marketplace-response'
    | 'summary.list.code-alarm'
    | 'summary.list.buyer-report'
    | 'summary.list.case-due'
    | 'summary.list.failed-capture'
    | 'summary.list.failing-webhook'
    | 'summary.list.failed-job'
    | 'summary.list.setup'
    | 'summary.list.finding'
    | 'summary.kind.seller'
    | 'summary.list.seller'
    | 'watches.subject'
    | 'watches.subject.changes'
    | 'watches.heading'
    | 'watches.new'
    | 'watches.price'
    | 'watches.gone'
    | 'watches.back'
    | 'watches.stopped'
    | 'watches.end.requests'
    | 'watches.end.bytes'
    | 'watches.end.processor-seconds'
    | 'watches.end.cost'
    | 'watches.end.blocked'
    | 'watches.end.pause'
    | 'watches.end.failures'
    | 'watches.end.stopped'
    | 'watches.budget'
    | 'watches.confirmed'
    | 'watches.origin.watch'
    | 'watches.origin.consumer'
    | 'watches.origin.employee'
    | 'watches.origin.partner'
    | 'watches.origin.test-purchase'
    | 'watches.origin.customs'
    | 'watches.origin.email'
    | 'watches.origin.other'
    | 'watches.not-seen'
    | 'watches.all'
  notices:
    | 'notices.withdrawn'
    | 'notices.withdrawn.notice'
    | 'notices.withdrawn.reason'
    | 'notices.withdrawn.undo'
    | 'notices.withdrawn.before'
    | 'notices.untitled'
    | 'notices.reminder'
    | 'notices.reminder.notice'
    | 'notices.reminder.ask'
    | 'notices.reminder.before'
    | 'notices.document.draft'
    | 'notices.document.evidence'
    | 'notices.ground.counterfeit'
    | 'notices.ground.unlicensed-use'
    | 'notices.ground.copyright'
    | 'notices.ground.design'
    | 'notices.ground.grey-market'
    | 'notices.evidence.capture'
    | 'notices.evidence.comparison'
    | 'notices.evidence.test-purchase'
    | 'notices.evidence.never-made'
    | 'notices.evidence.holder-statement'
    | 'notices.evidence.mark-in-use'
    | 'notices.evidence.original-work'
    | 'notices.evidence.design-comparison'
    | 'notices.statement'
    | 'notices.reversed'
  notifier:
    | 'notifier.unreviewed'
    | 'notifier.received'
    | 'notifier.received.number'
    | 'notifier.received.code'
    | 'notifier.received.not-sent'
    | 'notifier.decision'
    | 'notifier.decision.item'
    | 'notifier.outcome.no-action'
    | 'notifier.outcome.restrict'
    | 'notifier.outcome.already-gone'
    | 'notifier.outcome.authority-order'
    | 'notifier.measures'
    | 'notifier.dropped'
    | 'notifier.reasons'
    | 'notifier.reasons.proposed'
    | 'notifier.reasons.proposed-right'
    | 'notifier.automated.not'
    | 'notifier.automated.partly'
    | 'notifier.automated.fully'
    | 'notifier.complaint'
    | 'notifier.complaint.upheld'
    | 'notifier.complaint.rejected'
    | 'notifier.complaint.person'
    | 'notifier.redress.complain'
    | 'notifier.redress.bodies'
    | 'notifier.redress.court'
}

/** The values of messages that have arguments. */
export type MessageArguments = {
  'account.second-factor-locked.codes': { failures: number; hours: number; when: string | number }
  'appeal-link.about': { marketplace: string | number; reference: string | number }
  'appeal-link.once': { day: string | number }
  'buyers.confirm.about': { marketplace: string | number }
  'case-package.title': { title: string | number }
  'case-package.footer': { name: string | number }
  'case-package.seller': { id: string | number; listings: number; marketplace: string | number }
  'case-package.listings.more': { count: number }
  'case-package.listings.hidden': { count: number }
  'case-package.verdict': { percent: string | number; verdict: string | number }
  'case-package.timeline.more': { count: number }
  'case-package.event.case.listings-added': { count: number }
  'case-package.event.case.listings-removed': { count: number }
  'case-package.event.case.closed': { outcome: string | number }
  'case-package.event.case.note-shared': { brand: string | number }
  'case-package.event.capture.asked': { url: string | number }
  'case-package.event.capture.sealed': { outcome: string | number; url: string | number }
  'case-package.event.capture.failed': { outcome: string | number; url: string | number }
  'case-package.event.proceeding.begun': { title: string | number }
  'case-package.event.notice.handed-over': { to: string | number }
  'case-package.event.notice.looked': { look: string | number }
  'case-package.event.notice.decided': { outcome: string | number }
  'case-package.event.notice.outcome-changed': { outcome: string | number }
  'case-package.event.notice.withdrawal-told': { to: string | number }
  'case-package.event.notice.pursued': { to: string | number }
  'case-package.event.notice.complaint-decided': { from: string | number }
  'case-package.event.notice.seller-answer-decided': { outcome: string | number }
  'case-package.custody.earlier': { count: number }
  'case-package.custody.events': { count: number }
  'case-package.file': { bytes: number }
  'case-package.pictures': { count: number }
  'case-package.verify': { command: string | number }
  'email-updates.confirm.about': { marketplace: string | number }
  'email-updates.news.about': { marketplace: string | number }
  'gloss.brand': { brand: string | number }
  'gloss.disguised-brand': { brand: string | number }
  'summary.subject': { count: number; organisation: string | number }
  'summary.lead': { organisation: string | number }
  'summary.due': { when: string | number }
  'summary.inbox': { address: string | number }
  'summary.end': { address: string | number }
  'watches.subject': { count: number; organisation: string | number }
  'watches.subject.changes': { organisation: string | number }
  'watches.heading': { day: string | number }
  'watches.new': { count: number }
  'watches.price': { count: number }
  'watches.gone': { count: number }
  'watches.back': { count: number }
  'watches.budget': { cost: string | number; requests: number }
  'watches.confirmed': { count: number; origins: string | number }
  'watches.all': { address: string | number }
  'notices.withdrawn': { subject: string | number }
  'notices.withdrawn.notice': { notice: string | number; sentOn: string | number }
  'notices.withdrawn.reason': { reason: string | number }
  'notices.reminder': { subject: string | number }
  'notices.reminder.notice': { notice: string | number; sentOn: string | number }
  'notices.document.evidence': { sha256: string | number }
  'notices.evidence.capture': { sealedAt: string | number; sha256: string | number }
  'notices.evidence.comparison': { statement: string | number }
  'notices.evidence.test-purchase': { statement: string | number }
  'notices.evidence.never-made': { statement: string | number }
  'notices.evidence.holder-statement': { statement: string | number }
  'notices.evidence.mark-in-use': { statement: string | number }
  'notices.evidence.original-work': { statement: string | number }
  'notices.evidence.design-comparison': { statement: string | number }
  'notices.statement': { platform: string | number; subject: string | number }
  'notifier.received': { platform: string | number }
  'notifier.received.number': {
    items: number
    notice: string | number
    receivedAt: string | number
  }
  'notifier.decision': { platform: string | number }
  'notifier.decision.item': { item: number; notice: string | number }
  'notifier.measures': { measures: string | number }
  'notifier.dropped': { why: string | number }
  'notifier.reasons': { reasons: string | number }
  'notifier.reasons.proposed-right': { right: string | number }
  'notifier.complaint': { platform: string | number }
  'notifier.redress.complain': { until: string | number; where: string | number }
  'notifier.redress.bodies': { bodies: string | number }
  'notifier.redress.court': { court: string | number }
}
