import type { ValueFault } from './value-checks.ts'

class CouponFault extends Error {
  readonly at: number

  constructor(at: number) {
    super('coupon')
    this.at = at
  }
}

/** Reads the fields of a coupon from left to right. */
class Fields {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
    const letter = text.search(/\D/)
    if (letter !== -1) throw new CouponFault(letter)
  }

  /** A digit that is one of these. */
  oneOf(allowed: string): string {
    const digit = this.next(1)
    if (!allowed.includes(digit)) throw new CouponFault(this.at - 1)
    return digit
  }

  next(length: number): string {
    if (this.text.length - this.at < length)
      throw new CouponFault(Math.min(this.at, this.text.length - 1))
    this.at += length
    return this.text.slice(this.at - length, this.at)
  }

  /** An optional field begins with its number. */
  begins(field: string): boolean {
    if (this.text[this.at] !== field) return false
    this.at++
    return true
  }

  date(): string {
    const text = this.next(6)
    const [month, day] = [Number(text.slice(2, 4)), Number(text.slice(4))]
    const century = Number(text.slice(0, 2)) >= 72 ? 1900 : 2000
    const days = new Date(Date.UTC(century + Number(text.slice(0, 2)), month, 0)).getUTCDate()
    if (month < 1 || month > 12 || day < 1 || day > days) throw new CouponFault(this.at - 6)
    return text
  }

  end(): void {
    if (this.at < this.text.length) throw new CouponFault(this.at)
  }
}

function faultOf(text: string, read: (fields: Fields) => void): ValueFault | undefined {
  try {
    read(new Fields(text))
    return undefined
  } catch (error) {
    if (!(error instanceof CouponFault)) throw error
    return ['coupon', error.at, text.length - error.at]
  }
}

const anyDigit = '0123456789'
/** Lengths are counted from 6. */
const longLength = (digit: string): number => Number(digit) + 6

function purchase(fields: Fields): void {
  fields.next(Number(fields.oneOf('12345')))
  fields.oneOf('012349')
  fields.next(3)
}

function otherPurchase(fields: Fields): void {
  purchase(fields)
  const company = fields.oneOf('01234569')
  if (company !== '9') fields.next(longLength(company))
}

/** A coupon of North America: AI (8110). */
export function couponFault(text: string): ValueFault | undefined {
  return faultOf(text, (fields) => {
    fields.next(longLength(fields.oneOf('0123456')))
    fields.next(6)
    fields.next(Number(fields.oneOf('12345')))
    purchase(fields)
    if (fields.begins('1')) {
      fields.oneOf('0123')
      otherPurchase(fields)
    }
    if (fields.begins('2')) otherPurchase(fields)
    const expiry = fields.begins('3') ? fields.date() : undefined
    if (fields.begins('4')) {
      const start = fields.date()
      if (expiry !== undefined && start > expiry) throw new CouponFault(0)
    }
    if (fields.begins('5')) fields.next(longLength(fields.oneOf(anyDigit)))
    if (fields.begins('6')) fields.next(longLength(fields.oneOf('1234567')))
    if (fields.begins('9')) {
      fields.oneOf('01256')
      fields.oneOf('012')
      fields.next(1)
      fields.oneOf('01')
    }
    fields.end()
  })
}

/** A positive offer file coupon of North America: AI (8112). */
export function positiveCouponFault(text: string): ValueFault | undefined {
  return faultOf(text, (fields) => {
    fields.oneOf('01')
    fields.next(longLength(fields.oneOf('0123456')))
    fields.next(6)
    fields.next(longLength(fields.oneOf(anyDigit)))
    fields.end()
  })
}
