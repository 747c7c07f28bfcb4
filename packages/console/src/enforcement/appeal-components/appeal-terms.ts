import type { ProofRequestState, ProofKind, SellerLanguage } from '@touchstone/contract'

/** Repeats the contract's values, so that pages need not load its schemas. */
export const proofKinds = [
  'invoice',
  'authorisation-letter',
  'licence',
  'delivery-note',
  'item-photo',
  'serial-number',
  'receipt',
] as const satisfies ProofKind[]

export const askStates = [
  'requested',
  'submitted',
  'accepted',
  'not-accepted',
  'withdrawn',
  'expired',
] as const satisfies ProofRequestState[]

export const sellerLanguages = [
  'ar',
  'de',
  'en',
  'es',
  'fa',
  'fr',
  'hi',
  'id',
  'it',
  'ja',
  'ko',
  'pl',
  'pt',
  'ru',
  'th',
  'tr',
  'uk',
  'vi',
  'zh',
] as const satisfies SellerLanguage[]
