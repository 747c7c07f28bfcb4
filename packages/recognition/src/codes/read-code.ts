import { identifierOf } from './application-identifiers.ts'
import { digitalLinkOf, isWebAddress, readDigitalLink } from './digital-link.ts'
import { readBracketed, readElementString } from './element-string.ts'
import {
  checkTogether,
  checkValue,
  placesOf,
  type CodeElement,
  type ReadElement,
} from './elements.ts'
import { UnreadableCode, type CodeProblem } from './problem.ts'

/** What a code says: its elements, none if it is no GS1 code, and its canonical Digital Link, if it can have one. */
export interface ReadCode {
  ok: true
  elements: readonly CodeElement[]
  uri: string | undefined
}
export interface RefusedCode {
  ok: false
  problem: CodeProblem
}

const maxLength = 8191
/** A group separator stands for FNC1 in what a scanner sends. */
const groupSeparator = '\u001d'
/** Symbology identifiers (ISO/IEC 15424) of symbols that begin with FNC1. */
const elementStrings = new Set([']C1', ']e0', ']d2', ']Q3', ']J1'])
/** Those of the same symbols without it: a web address, or any text. */
const texts = new Set([']d1', ']Q1', ']J0'])
const retail = new Map([
  [']E0', 13],
  [']E4', 8],
])

/**
 * Reads what a scanner sends: a symbology identifier, then the content of the symbol, in which the group separator
 * (U+001D) stands for FNC1.
 */
export function readScan(input: string): ReadCode | RefusedCode {
  return reading(input, () => {
    const symbology = input.slice(0, 3)
    const digits = retail.get(symbology)
    if (digits !== undefined) return readRetail(input, digits)
    if (texts.has(symbology)) return readText(input.slice(3), 3)
    if (!elementStrings.has(symbology))
      throw new UnreadableCode('symbology', { at: 0, length: Math.min(3, input.length) })
    return readElements(readElementString(input, 3, groupSeparator))
  })
}

/** Reads a code as text: a web address, element strings with ^ for FNC1, or bracketed ones. */
export function readCodeText(input: string): ReadCode | RefusedCode {
  return reading(input, () => {
    if (input.startsWith('(')) return readElements(readBracketed(input))
    return input.startsWith('^')
      ? readElements(readElementString(input, 1, '^'))
      : readText(input, 0)
  })
}

/** Reads bracketed element strings alone: (01)04006381333931(21)A7. */
export function readBracketedCode(input: string): ReadCode | RefusedCode {
  return reading(input, () => readElements(readBracketed(input)))
}

function reading(input: string, read: () => ReadCode): ReadCode | RefusedCode {
  try {
    if (input.length > maxLength)
      throw new UnreadableCode('too-long-code', {
        at: maxLength,
        length: input.length - maxLength,
        max: maxLength,
      })
    return read()
  } catch (error) {
    if (error instanceof UnreadableCode) return { ok: false, problem: error.problem }
    throw error
  }
}

function readElements(elements: readonly ReadElement[], path = 0): ReadCode {
  checkTogether(elements)
  return {
    ok: true,
    elements: elements.map(({ ai, value }) => ({ ai, value })),
    uri: digitalLinkOf(elements, path),
  }
}

/** @param offset where in the input the text begins */
function readText(text: string, offset: number): ReadCode {
  if (!isWebAddress(text)) return { ok: true, elements: [], uri: undefined }
  try {
    const { path, attributes } = readDigitalLink(text)
    return readElements([...path, ...attributes], path.length)
  } catch (error) {
    throw error instanceof UnreadableCode ? error.movedBy(offset) : error
  }
}

/** EAN and UPC hold a GTIN of 8 or 13 digits and nothing else. */
function readRetail(input: string, digits: number): ReadCode {
  const identifier = identifierOf('01')
  const text = input.slice(3)
  if (identifier === undefined || text.length !== digits)
    throw new UnreadableCode('retail-length', { at: 3, length: Math.max(1, text.length), digits })
  const padding = 14 - digits
  const element = {
    identifier,
    ai: '01',
    value: text.padStart(14, '0'),
    aiAt: 3,
    places: [...Array.from({ length: padding }, () => 3), ...placesOf(3, digits)],
  }
  checkValue(element)
  return readElements([element])
}
