export { rehearse, type RehearsalResult, type RehearsalOptions } from './rehearse.ts'
export {
  rehearseReferral,
  type ReferralRehearsalOptions,
  type ReferralRehearsalResult,
} from './rehearse-referral.ts'
