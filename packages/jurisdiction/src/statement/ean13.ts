import { gtinCheckDigit } from '@touchstone/contract'

/** True for 13 digits of which the last is the check digit of the others (GS1 General Specifications 7.9). */
export function isEan13(text: string): boolean {
  return /^\d{13}$/.test(text) && text.endsWith(String(gtinCheckDigit(text.slice(0, -1))))
}
