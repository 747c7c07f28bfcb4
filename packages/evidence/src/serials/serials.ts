import { randomInt } from 'node:crypto'
import { FF1 } from '@noble/ciphers/ff1.js'
import {
  checkCharacterOf,
  readCharacters,
  characters,
  characterValues,
  writeCharacters,
} from './characters.ts'

/** Of a serial, without its check character: 80 bits, which nobody guesses. */
const bodyLength = 16
/** More units than any batch has; a serial made up by chance is of such a batch once in 10^15 times. */
const maxUnits = 1_000_000_000

/**
 * A batch whose serials follow from a key, so that nothing of a unit is stored: the serials are the numbers of the
 * units, encrypted (FF1, NIST SP 800-38G) under the key and the name of the batch.
 */
export interface DerivedBatch {
  /** 32 random bytes that stay with the issuer; whoever has them can issue. */
  key: Uint8Array
  /** Whose serials these are, such as GTIN and batch number; two names give unrelated serials. */
  name: string
  /** From 1 to a billion units. */
  units: number
}

/** Issues and recognises the serials of a derived batch. */
export class SerialIssuer {
  readonly #cipher: ReturnType<typeof FF1>
  readonly #units: number

  /** @throws RangeError if the key or the number of units is not in range */
  constructor({ key, name, units }: DerivedBatch) {
    if (key.length !== 32) throw new RangeError(`a key has 32 bytes, not ${key.length}`)
    if (!Number.isSafeInteger(units) || units < 1 || units > maxUnits)
      throw new RangeError(`a batch has 1 to ${maxUnits} units, not ${units}`)
    this.#cipher = FF1(characters.length, key, new TextEncoder().encode(name))
    this.#units = units
  }

  /** The serial of a unit: 16 characters and a check character. @param number from 0 */
  serialOf(number: number): string {
    if (!Number.isSafeInteger(number) || number < 0 || number >= this.#units)
      throw new RangeError(`the batch has the units 0 to ${this.#units - 1}, not ${number}`)
    return withCheckCharacter(this.#cipher.encrypt(digitsOf(number)))
  }

  /** Which unit has a serial; undefined if none has, a character is wrong, or it is no serial of this form. */
  unitOf(serial: string): number | undefined {
    const values = readCharacters(serial)
    if (values?.length !== bodyLength + 1 || checkCharacterOf(values) !== 0) return undefined
    const number = numberOf(this.#cipher.decrypt(values.slice(0, bodyLength)))
    return number < this.#units ? number : undefined
  }

  /**
   * The issued serials from which one wrong character, or two neighbours in the wrong order, lead to what was typed. The
   * check character leaves about one in 32 of the 542 to be tried.
   */
  nearMisses(typed: string): string[] {
    const values = readCharacters(typed)
    if (values?.length !== bodyLength + 1 || this.unitOf(typed) !== undefined) return []
    const candidates = [...withOneCharacterReplaced(values), ...withNeighboursExchanged(values)]
    return candidates
      .map((candidate) => writeCharacters(candidate))
      .filter((candidate) => this.unitOf(candidate) !== undefined)
  }
}

/** A serial that is listed, not derived: 16 random characters and a check character. */
export function randomSerial(): string {
  return withCheckCharacter(Array.from({ length: bodyLength }, () => randomInt(characters.length)))
}

/** Whether a text has the form of a serial issued here and its check character agrees. */
export function isSerial(text: string): boolean {
  const values = readCharacters(text)
  return values?.length === bodyLength + 1 && checkCharacterOf(values) === 0
}

function withCheckCharacter(body: readonly number[]): string {
  return writeCharacters([...body, checkCharacterOf([...body, 0])])
}

function digitsOf(number: number): number[] {
  const digits: number[] = Array.from({ length: bodyLength }, () => 0)
  let rest = number
  for (let at = bodyLength - 1; rest > 0; at--) {
    digits[at] = rest % characters.length
    rest = Math.floor(rest / characters.length)
  }
  return digits
}

/** Infinity beyond what a number holds exactly: no batch has so many units. */
function numberOf(digits: readonly number[]): number {
  const number = digits.reduce((sum, digit) => sum * characters.length + digit, 0)
  return Number.isSafeInteger(number) ? number : Infinity
}

function* withOneCharacterReplaced(values: readonly number[]): Generator<number[]> {
  for (const [at, value] of values.entries())
    for (const other of characterValues) if (other !== value) yield values.with(at, other)
}

function* withNeighboursExchanged(values: readonly number[]): Generator<number[]> {
  for (const [at, value] of values.entries()) {
    const next = values[at + 1]
    if (next !== undefined && next !== value) yield values.with(at, next).with(at + 1, value)
  }
}
