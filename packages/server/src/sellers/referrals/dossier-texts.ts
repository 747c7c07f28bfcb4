import type { Money } from '@touchstone/contract'

/** Most characters of a name and of a text in a dossier. */
const most = { short: 400, long: 4000 }

/** Text as a dossier takes it; a stranger's text may be empty, too long, or cut within a character. */
export function short(text: string): string {
  return fit(text, most.short)
}

export function long(text: string): string {
  return fit(text, most.long)
}

function fit(text: string, length: number): string {
  const sound = text.toWellFormed().slice(0, length)
  // Cutting may have halved a character.
  return sound.isWellFormed() && sound !== '' ? sound : sound.slice(0, -1) || '–'
}

/** A price as a dossier takes it, to four decimals; null if it has more digits than a sum can take. */
export function decimalOf({
  amount,
  currency,
}: Money): { amount: string; currency: string } | null {
  const exact = /^0*(\d{1,15})(?:\.(\d{1,4})\d*)?$/.exec(amount)
  if (exact === null) return null
  const [, whole = '0', fraction] = exact
  return { amount: fraction === undefined ? whole : `${whole}.${fraction}`, currency }
}

const scale = 10_000n

/** Adds amounts by currency, exactly. */
export class Sums {
  readonly #sums = new Map<string, bigint>()

  add({ amount, currency }: Money, times = 1): void {
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + unitsOf(amount) * BigInt(times))
  }

  of(currency: string): bigint | undefined {
    return this.#sums.get(currency)
  }

  /** Without sums of more digits than a dossier states. */
  list(): { amount: string; currency: string }[] {
    return [...this.#sums]
      .filter(([, sum]) => sum / scale < 10n ** 15n)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, sum]) => ({ amount: writeUnits(sum), currency }))
  }
}

/** An amount in ten-thousandths. */
export function unitsOf(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole) * scale + BigInt(fraction.slice(0, 4).padEnd(4, '0'))
}

function writeUnits(sum: bigint): string {
  const fraction = (sum % scale)
    .toString()
    .padStart(4, '0')
    .replace(/0{1,2}$/, '')
  return `${sum / scale}.${fraction}`
}
