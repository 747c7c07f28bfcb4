import { gtinCheckDigit } from '#contract'
import { readScan } from '../codes/index.ts'

/** A code as a picture holds it. */
export interface Code {
  format: string
  text: string
  symbology?: string
}

/** Bar codes that contain exactly a GTIN. */
const retail = new Set(['EAN13', 'EAN8', 'UPCA', 'DataBar'])
/** Where a GS1 code or a GS1 Digital Link names it: application identifier 01. */
const identified = /^(?:\(01\)|01)(\d{14})(?!\d{3,}$)/
const linked = /^https?:\/\/[^\s]+?\/01\/(\d{8,14})(?=[/?#]|$)/i

/**
 * The trade item number in a code, as 14 digits: of EAN and UPC bar codes, GS1 codes and GS1 Digital Links (GS1
 * General Specifications, 3.3.2; GS1 Digital Link 1.3). undefined if it contains none, or one whose check digit is
 * wrong.
 */
export function gtinOf({ format, text, symbology }: Code): string | undefined {
  const scan = symbology === undefined ? undefined : readScan(symbology + text)
  const item = scan?.ok === true ? scan.elements.find(({ ai }) => ai === '01') : undefined
  if (item !== undefined) return wholeGtin(item.value)
  if (retail.has(format)) return wholeGtin(text.replace(/^01(?=\d{14}$)/, ''))
  const number = (linked.exec(text) ?? identified.exec(text))?.[1]
  return number === undefined ? undefined : wholeGtin(number)
}

/** A GTIN of 8, 12, 13 or 14 digits as 14; undefined for anything else. */
export function wholeGtin(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return undefined
  const padded = digits.padStart(14, '0')
  const isWhole = padded.endsWith(String(gtinCheckDigit(padded.slice(0, -1))))
  return isWhole && Number(padded) > 0 ? padded : undefined
}
