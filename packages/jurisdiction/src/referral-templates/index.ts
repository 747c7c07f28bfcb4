import cnPsb from './templates/cn-psb.json' with { type: 'json' }
import counsel from './templates/counsel.json' with { type: 'json' }
import euAfa from './templates/eu-afa.json' with { type: 'json' }
import idPolri from './templates/id-polri.json' with { type: 'json' }
import ukPipcu from './templates/uk-pipcu.json' with { type: 'json' }
import usDoj from './templates/us-doj.json' with { type: 'json' }
import { ReferralTemplate } from './model.ts'

export { referralLineLabel, referralTemplateName, type ReferralLanguage } from '../locales/index.ts'
export {
  blockingLines,
  isRehearsalOnly,
  missingLines,
  type MissingLine,
  type ReferredDossier,
} from './missing-lines.ts'
export { dossierSections, ReferralLine, ReferralTemplate } from './model.ts'

export const referralTemplateIds = [
  'us-doj',
  'uk-pipcu',
  'eu-afa',
  'cn-psb',
  'id-polri',
  'counsel',
] as const
export type ReferralTemplateId = (typeof referralTemplateIds)[number]

const templates: Readonly<Record<ReferralTemplateId, ReferralTemplate>> = {
  'us-doj': ReferralTemplate.parse(usDoj),
  'uk-pipcu': ReferralTemplate.parse(ukPipcu),
  'eu-afa': ReferralTemplate.parse(euAfa),
  'cn-psb': ReferralTemplate.parse(cnPsb),
  'id-polri': ReferralTemplate.parse(idPolri),
  counsel: ReferralTemplate.parse(counsel),
}

/** All templates, in the order in which people choose one. */
export const referralTemplates: readonly ReferralTemplate[] = referralTemplateIds.map(
  (id) => templates[id],
)

export function isReferralTemplateId(id: string): id is ReferralTemplateId {
  return referralTemplateIds.some((known) => known === id)
}

export function referralTemplate(id: ReferralTemplateId): ReferralTemplate {
  return templates[id]
}
