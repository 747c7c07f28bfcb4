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
    | 'summary.kind.claim-decision'
    | 'summary.kind.marketplace-response'
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
    | 'summary.list.claim-decision'
    | 'summary.list.marketplace-response'
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
