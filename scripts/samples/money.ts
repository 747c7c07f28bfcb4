import type { Money } from '@touchstone/contract'

/** Rough units for one US dollar and the step to which shops of the place round. */
const currencies: Record<string, { perDollar: number; step: number }> = {
  USD: { perDollar: 1, step: 0.01 },
  GBP: { perDollar: 0.76, step: 0.01 },
  EUR: { perDollar: 0.87, step: 0.01 },
  CNY: { perDollar: 7.1, step: 0.1 },
  IDR: { perDollar: 16_500, step: 500 },
  MYR: { perDollar: 4.2, step: 0.1 },
  VND: { perDollar: 26_000, step: 1000 },
  THB: { perDollar: 32.5, step: 1 },
  RUB: { perDollar: 81, step: 10 },
  TRY: { perDollar: 42, step: 1 },
  MXN: { perDollar: 18.5, step: 1 },
  BRL: { perDollar: 5.4, step: 0.1 },
  AED: { perDollar: 3.67, step: 0.5 },
  SAR: { perDollar: 3.75, step: 0.5 },
  EGP: { perDollar: 47.5, step: 5 },
  JPY: { perDollar: 153, step: 10 },
  KRW: { perDollar: 1430, step: 100 },
}

/** Converts dollars into a typical shop price in that currency. */
export function localPrice(dollars: number, currency: string): Money {
  const { perDollar, step } = currencies[currency] ?? { perDollar: 1, step: 0.01 }
  const exact = dollars * perDollar
  if (step >= 1)
    return { amount: String(Math.max(step, Math.round(exact / step) * step)), currency }
  const charm = exact >= 5 ? Math.max(1, Math.round(exact)) - (step === 0.01 ? 0.01 : 0) : exact
  return { amount: Math.max(step, charm).toFixed(2), currency }
}
