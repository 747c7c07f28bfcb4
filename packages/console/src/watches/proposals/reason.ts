import { languageName, type Text } from '../../messages/index.ts'
import type { Proposal, Proposals } from './queries.ts'

/** Where a proposed query comes from, and in how many listings it stands. */
export function reasonOf(text: Text, proposal: Proposal, { finds, others }: Proposals): string {
  const { t } = text
  const isSeen = proposal.finds + proposal.others > 0
  const counts = {
    finds: proposal.finds,
    ofFinds: finds,
    others: proposal.others,
    ofOthers: others,
  }
  return text.sentences([
    sourceOf(text, proposal.basis),
    isSeen ? t('watch-proposals.in-listings', counts) : t('watch-proposals.in-none'),
  ])
}

function sourceOf({ t, locale }: Text, basis: Proposal['basis']): string {
  switch (basis.kind) {
    case 'brand-name': {
      const kind = t(`watch-proposals.name.${basis.as}`)
      if (basis.language === null) return t('watch-proposals.name-only', { kind })
      const language = languageName(locale, basis.language)
      return t('watch-proposals.name-in', { kind, language })
    }
    case 'product':
      return t(`watch-proposals.product.${basis.from}`)
    case 'disguise':
      return t(basis.used ? 'watch-proposals.disguise.used' : 'watch-proposals.disguise.known')
    case 'misspelling':
      return t('watch-proposals.misspelling')
    case 'find-word':
      return t('watch-proposals.find-word', { word: basis.word })
  }
}

/** What a proposed query is expected to use in each run, and what that costs. */
export function costOf(text: Text, { cost }: Proposal, currency: string): string {
  const { t, money } = text
  const { requests, amount } = cost
  const range =
    requests.from === requests.to
      ? t('watch-proposals.requests', { count: requests.to })
      : t('watch-proposals.requests-range', requests)
  const used =
    cost.from === 'budget'
      ? t('watch-proposals.cost.budget', { count: requests.to })
      : t(`watch-proposals.cost.${cost.from}`, { range })
  if (amount.to === 0) return used
  const [from, to] = [amount.from, amount.to].map((one) => money(one.toFixed(4), currency))
  const amounts = from === to ? (to ?? '') : `${from} – ${to}`
  return text.sentences([used, t('watch-proposals.amount', { amounts })])
}
