import { gtinCheckDigit } from '@touchstone/contract'

/** True for 13 digits whose last one is the check digit (GS1 General Specifications 7.9). */
export function isEan13(text: string): boolean {
  return /^\d{13}$/.test(text) && text.endsWith(String(gtinCheckDigit(text.slice(0, -1))))
}
