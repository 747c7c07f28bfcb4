const places = 4

/** Multiplies units by a decimal price without rounding. */
export function amountOf(units: number, price: string): string {
  const [whole = '0', part = ''] = price.split('.')
  const product = BigInt(whole + part.padEnd(places, '0')) * BigInt(units)
  const digits = product.toString().padStart(places + 1, '0')
  const rest = digits.slice(-places).replace(/0{1,2}$/, '')
  return `${digits.slice(0, -places)}.${rest}`
}
