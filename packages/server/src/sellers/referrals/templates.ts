import type { ReferralTemplateId, ReferralTemplateView } from '@touchstone/contract'
import {
  isRehearsalOnly,
  referralLineLabel,
  referralTemplateName,
  referralTemplate,
  referralTemplates,
  type ReferralTemplate,
} from '@touchstone/jurisdiction'

/** Days after its end on which a referral by this template is deleted. */
export function retentionDaysOf(template: ReferralTemplateId): number {
  return referralTemplate(template).retentionDays
}

export function listTemplates(language: 'en' | 'id' | 'zh'): ReferralTemplateView[] {
  return referralTemplates.map((template) => toTemplateView(template, language))
}

function toTemplateView(
  template: ReferralTemplate,
  language: 'en' | 'id' | 'zh',
): ReferralTemplateView {
  const { id, version, territory, addressees, kind, portal, asOf, retentionDays } = template
  return {
    id: id as ReferralTemplateId,
    version,
    title: referralTemplateName(id, language),
    territory,
    offices: addressees,
    kind,
    portal: portal?.name ?? null,
    asOf,
    retentionDays,
    verified: !isRehearsalOnly(template),
    accused: toAccusedView(template),
    lines: template.lines.map((line) => ({
      id: line.id,
      section: line.section,
      label: referralLineLabel(line.label, language),
      required: line.need === 'required',
      blocks: line.blocks,
      stated: line.holds.length === 0,
      article: line.article ?? null,
      sources: line.sources,
      verified: line.verified,
    })),
  }
}

function toAccusedView({ accused }: ReferralTemplate): ReferralTemplateView['accused'] {
  const { informed, afterDays, mayContest, article, sources, verified } = accused
  return {
    afterDays: informed === 'never' ? null : afterDays,
    mayContest,
    article: article ?? null,
    sources,
    verified,
  }
}
