// Written by `npm run messages` from the English files; a test holds it to them.

/** The keys of each namespace. */
export type NamespaceKeys = {
  'buyer-letter':
    | 'buyers.direct.title'
    | 'buyers.direct'
    | 'buyers.publication.title'
    | 'buyers.publication'
    | 'buyers.decided'
    | 'buyers.aware'
    | 'buyers.law'
    | 'buyers.trader'
    | 'buyers.trader.unknown'
    | 'buyers.redress'
    | 'buyers.refund'
    | 'buyers.authority'
    | 'buyers.court'
    | 'buyers.contact'
  'referral-template':
    | 'referral.template.us-doj'
    | 'referral.template.uk-pipcu'
    | 'referral.template.eu-afa'
    | 'referral.template.cn-psb'
    | 'referral.template.id-polri'
    | 'referral.template.counsel'
    | 'referral.line.complainant'
    | 'referral.line.expert-witness'
    | 'referral.line.rights'
    | 'referral.line.register-extract'
    | 'referral.line.right-in-force'
    | 'referral.line.customs-recordal'
    | 'referral.line.examination'
    | 'referral.line.comparison'
    | 'referral.line.discovery'
    | 'referral.line.accounts'
    | 'referral.line.payment-details'
    | 'referral.line.links'
    | 'referral.line.listings'
    | 'referral.line.captures'
    | 'referral.line.test-purchase'
    | 'referral.line.units'
    | 'referral.line.turnover'
    | 'referral.line.genuine-value'
    | 'referral.line.health-and-safety'
    | 'referral.line.places'
    | 'referral.line.prior-steps'
    | 'referral.line.witnesses'
    | 'referral.line.deconfliction-number'
    | 'referral.line.handling'
    | 'referral.line.unused-material'
    | 'referral.line.transfer-record'
    | 'referral.line.approval-number'
    | 'referral.line.principal-register'
    | 'referral.line.counterfeit-mark'
    | 'referral.line.sales-of-counterfeits'
    | 'referral.line.thresholds'
    | 'referral.line.signed-complaint'
    | 'referral.line.applicant'
    | 'referral.line.eori'
    | 'referral.line.representative'
    | 'referral.line.legal-contact'
    | 'referral.line.technical-contact'
    | 'referral.line.member-states'
    | 'referral.line.cn-code'
    | 'referral.line.genuine-features'
    | 'referral.line.packaging'
    | 'referral.line.makers-and-routes'
    | 'referral.line.known-counterfeits'
    | 'referral.line.undertakings'
    | 'referral.line.small-consignments'
  'statement-of-reasons':
    | 'statement.title'
    | 'statement.decided'
    | 'statement.about'
    | 'statement.from'
    | 'statement.until'
    | 'statement.territory'
    | 'statement.relied'
    | 'statement.source.notice'
    | 'statement.source.flagger-notice'
    | 'statement.source.other-notification'
    | 'statement.source.own-initiative'
    | 'statement.notifier'
    | 'statement.other.prices'
    | 'statement.other.same-price'
    | 'statement.other.choices'
    | 'statement.other.pictures'
    | 'statement.other.quantities'
    | 'statement.other.signs'
    | 'statement.other.reviews'
    | 'statement.other.answer'
    | 'statement.automated'
    | 'statement.detection.automated'
    | 'statement.detection.manual'
    | 'statement.decision.not'
    | 'statement.decision.partly'
    | 'statement.decision.fully'
    | 'statement.ground'
    | 'statement.illegal'
    | 'statement.terms'
    | 'statement.why'
    | 'statement.also-illegal'
    | 'statement.redress'
    | 'statement.redress.complaint'
    | 'statement.redress.bodies'
    | 'statement.redress.court'
    | 'statement.unreviewed'
    | 'statement.subject.listing'
    | 'statement.subject.listing-id'
    | 'statement.subject.account'
    | 'statement.fact.title'
    | 'statement.fact.description'
    | 'statement.fact.right'
    | 'statement.fact.capture'
    | 'statement.fact.captures'
    | 'statement.right.unnamed'
    | 'statement.right.named'
    | 'statement.why.counterfeit'
    | 'statement.why.unlicensed-use'
    | 'statement.why.copyright'
    | 'statement.why.design'
    | 'statement.why.grey-market'
    | 'statement.redress.reply'
    | 'statement.redress.certified'
    | 'statement.redress.courts'
    | 'reversal.ended'
    | 'reversal.no-strike'
    | 'reversal.nothing-holds'
    | 'reversal.still-holds'
    | 'measure.remove'
    | 'measure.disable'
    | 'measure.demote'
    | 'measure.label'
    | 'measure.restrict-age'
    | 'measure.restrict-interaction'
    | 'measure.other-visibility'
    | 'measure.hold-funds'
    | 'measure.end-payments'
    | 'measure.other-payments'
    | 'measure.suspend-service'
    | 'measure.suspend-service-in-part'
    | 'measure.end-service'
    | 'measure.end-service-in-part'
    | 'measure.suspend-account'
    | 'measure.end-account'
}

/** The values of messages that have arguments. */
export type MessageArguments = {
  'buyers.direct.title': { platform: string | number }
  'buyers.direct': {
    article: string | number
    awareOn: string | number
    from: string | number
    platform: string | number
    product: string | number
  }
  'buyers.publication.title': { platform: string | number }
  'buyers.publication': {
    article: string | number
    awareOn: string | number
    from: string | number
    platform: string | number
    product: string | number
  }
  'buyers.aware': { awareOn: string | number }
  'buyers.law': { law: string | number }
  'buyers.court': { court: string | number }
  'buyers.contact': { contact: string | number }
  'statement.title': { platform: string | number }
  'statement.about': { subject: string | number }
  'statement.from': { done: string | number; from: string | number }
  'statement.until': { done: string | number; from: string | number; until: string | number }
  'statement.territory': { territory: string | number }
  'statement.notifier': { name: string | number; necessity: string | number }
  'statement.other.prices': {
    brands: string | number
    count: string | number
    of: string | number
    percent: string | number
  }
  'statement.other.same-price': {
    count: string | number
    of: string | number
    prices: string | number
  }
  'statement.other.choices': { count: string | number; of: string | number }
  'statement.other.pictures': { count: string | number; of: string | number }
  'statement.other.quantities': { count: string | number; of: string | number }
  'statement.other.signs': { count: string | number; of: string | number }
  'statement.other.reviews': { count: string | number; of: string | number }
  'statement.illegal': { law: string | number }
  'statement.terms': { clause: string | number }
  'statement.why': { why: string | number }
  'statement.redress.complaint': { until: string | number; where: string | number }
  'statement.redress.bodies': { bodies: string | number }
  'statement.redress.court': { court: string | number }
  'statement.subject.listing-id': { id: string | number }
  'statement.fact.title': { text: string | number }
  'statement.fact.description': { text: string | number }
  'statement.fact.right': { right: string | number }
  'statement.fact.capture': { day: string | number }
  'statement.fact.captures': { count: string | number; day: string | number }
  'statement.right.named': { right: string | number }
  'statement.why.counterfeit': { right: string | number }
  'statement.why.unlicensed-use': { right: string | number }
  'statement.why.copyright': { right: string | number }
  'statement.why.design': { right: string | number }
  'statement.why.grey-market': { right: string | number }
  'statement.redress.reply': { platform: string | number }
  'reversal.ended': { done: string | number }
  'reversal.still-holds': { done: string | number }
}
