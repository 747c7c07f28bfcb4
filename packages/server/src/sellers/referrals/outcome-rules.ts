import type { GoodsLabel, ReferralFinding, ReferralOutcome } from '@touchstone/contract'

export type ReportFacts = {
  id: string
  proceeding: string
  outcome: ReferralOutcome
  finding: ReferralFinding | null
  refs: string[]
  reportedAt: Date
  afterWithdrawal: boolean
}

type Said = Pick<ReportFacts, 'outcome' | 'finding'>

const unknown: GoodsLabel = { class: 'unknown', strength: 'none' }

/**
 * What a report says of the goods. A laboratory, a court and an admission say it; a seizure suggests it. An acquittal
 * says nothing of the goods: it takes back what other reports said of them.
 */
export function labelOfReport({ outcome, finding }: Said): GoodsLabel {
  switch (outcome) {
    case 'laboratory':
    case 'court-ruling':
      if (finding === 'counterfeit') return { class: 'counterfeit', strength: 'strong' }
      if (finding === 'genuine') return { class: 'not-counterfeit', strength: 'strong' }
      return unknown
    case 'admission':
      return { class: 'counterfeit', strength: 'strong' }
    case 'seizure':
      return { class: 'counterfeit', strength: 'medium' }
    case 'acquittal':
    case 'declined':
    case 'search':
    case 'charge':
    case 'dropped':
      return unknown
  }
}

/** Whether two reports say the opposite: one for, one against the people concerned. */
export function areOpposed(one: Said, other: Said): boolean {
  const [a, b] = [directionOf(one), directionOf(other)]
  return a !== 0 && b !== 0 && a !== b
}

function directionOf(report: Said): -1 | 0 | 1 {
  const label = labelOfReport(report)
  if (label.class === 'counterfeit') return 1
  if (label.class === 'not-counterfeit') return -1
  if (report.outcome === 'charge') return 1
  if (report.outcome === 'acquittal') return -1
  return 0
}

/** Whether it clears the people concerned, of which every recipient is told. */
export function isClearing(report: Said): boolean {
  return report.outcome === 'acquittal' || labelOfReport(report).class === 'not-counterfeit'
}
