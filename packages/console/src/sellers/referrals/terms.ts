import type {
  OutcomeReportInput,
  ReferralDocumentPurpose,
  ReferralDraft,
  ReferralFinding,
  ReferralItemKind,
  ReferralItemStatus,
  ReferralOutcome,
  ReferralState,
  ReferralTemplateId,
  TlpLabel,
} from '@touchstone/contract'
import type { StateMarkProps } from '../../components/index.ts'

// Copies: importing them would load zod schemas.
export const templateIds = [
  'us-doj',
  'uk-pipcu',
  'eu-afa',
  'cn-psb',
  'id-polri',
  'counsel',
] as const satisfies ReferralTemplateId[]

export const tlpLabels = [
  'clear',
  'green',
  'amber',
  'amber+strict',
  'red',
] as const satisfies TlpLabel[]

export const offices = [
  'police',
  'prosecution',
  'customs',
  'administrative-authority',
  'counsel',
] as const satisfies ReferralDraft['recipient']['office'][]

export const dossierLanguages = ['en', 'id', 'zh'] as const satisfies ReferralDraft['language'][]

export const itemKinds = [
  'account',
  'link',
  'listing',
  'unused',
] as const satisfies ReferralItemKind[]

export const documentPurposes = [
  'right-extract',
  'signed-complaint',
  'identity',
  'comparison',
] as const satisfies ReferralDocumentPurpose[]

export const rightKinds = [
  'trademark',
  'design',
  'patent',
  'copyright',
  'geographical-indication',
] as const satisfies ReferralDraft['rights'][number]['kind'][]

export const placeKinds = [
  'manufacture',
  'storage',
  'dispatch',
  'sale',
  'return',
  'other',
] as const satisfies ReferralDraft['places'][number]['kind'][]

export const outcomes = [
  'declined',
  'search',
  'seizure',
  'laboratory',
  'charge',
  'admission',
  'court-ruling',
  'acquittal',
  'dropped',
] as const satisfies ReferralOutcome[]

export const findings = [
  'counterfeit',
  'genuine',
  'undetermined',
] as const satisfies ReferralFinding[]

export const quantityUnits = [
  'pieces',
  'pairs',
  'boxes',
  'kilograms',
  'litres',
] as const satisfies OutcomeReportInput['quantities'][number]['unit'][]

export const stateTones: Readonly<Record<ReferralState, StateMarkProps['tone']>> = {
  draft: 'plain',
  'awaiting-release': 'waiting',
  releasing: 'waiting',
  'packing-failed': 'bad',
  sent: 'good',
  acknowledged: 'good',
  closed: 'plain',
  withdrawn: 'bad',
}

export const statusTones: Readonly<Record<ReferralItemStatus, StateMarkProps['tone']>> = {
  reported: 'plain',
  assessed: 'plain',
  'measure-taken': 'waiting',
  'decided-by-court': 'good',
}

/** How an outcome bears on the suspicion: for it, for the accused, or neither. */
export const outcomeTones: Readonly<Record<ReferralOutcome, StateMarkProps['tone']>> = {
  declined: 'plain',
  search: 'waiting',
  seizure: 'waiting',
  laboratory: 'waiting',
  charge: 'waiting',
  admission: 'waiting',
  'court-ruling': 'waiting',
  acquittal: 'good',
  dropped: 'good',
}

/** Without a colon or plus sign, as part of a message's key. */
export function tlpKey(label: TlpLabel) {
  return label === 'amber+strict' ? 'amber-strict' : label
}
