import { checkDigitOf } from '@touchstone/recognition/codes'

const maxGtins = 5

/** The GTINs in a web address, as 14 digits: numbers that stand alone and have a right check digit. */
export function gtinsInAddress(address: string): string[] {
  const numbers = [...address.matchAll(/(?<!\d)\d{12,14}(?!\d)/g)].map(([digits]) =>
    digits.padStart(14, '0'),
  )
  const right = numbers.filter(
    (digits) => digits.at(-1) === String(checkDigitOf(digits.slice(0, -1))),
  )
  return [...new Set(right)].slice(0, maxGtins)
}
