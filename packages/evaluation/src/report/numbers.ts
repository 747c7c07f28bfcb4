import type { Interval, Share } from '../shares.ts'

// A number and its unit stay on one line.
const unit = '\u00a0%'

export function whole(value: number): string {
  return value.toLocaleString('en')
}

/** "12.3 %", with as many digits as distinguish it from 0 and from 100 %. */
export function percent(share: number): string {
  return percentDigits(share) + unit
}

function percentDigits(share: number): string {
  const value = share * 100
  if (share === 0 || share === 1) return String(value)
  if (value < 0.1) return value < 0.001 ? '< 0.001' : value.toPrecision(1)
  if (value > 99.9) return value > 99.99 ? '> 99.99' : value.toFixed(2)
  return value.toFixed(1)
}

/** "12.3 % (9.8–15.2)"; a dash without rows. */
export function shareText(share: Share): string {
  if (share.share === null) return '–'
  return `${percent(share.share)} ${percentRange(share)}`
}

export function percentRange({ low, high }: { low: number; high: number }): string {
  return `(${percentDigits(low)}–${percentDigits(high)})`
}

/** "0.912 (0.894–0.927)". */
export function intervalText({ value, low, high }: Interval, digits = 3): string {
  return `${value.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`
}

/** A probability as an axis shows it: "0.1 %", "50 %". */
export function tick(probability: number): string {
  return Number((probability * 100).toPrecision(3)) + unit
}

/** A log-odds weight with its sign: "+1.37", "−0.75", "0.00". */
export function weightText(weight: number): string {
  const digits = Math.abs(weight).toFixed(2)
  if (Number(digits) === 0) return digits
  return `${weight > 0 ? '+' : '−'}${digits}`
}
