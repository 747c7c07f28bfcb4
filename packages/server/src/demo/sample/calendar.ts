import { seedOf } from './image-name.ts'

const dayMilliseconds = 86_400_000
/** Apparent age of the sample alliance in days. */
const daysInUse = 28
const mostOfNumber = 2 ** 24

/** The time of each event of a listing, by its id; always the same for the same start. */
export type Calendar = {
  cameIn(id: string): Date
  /** For listings that were submitted again with changes. */
  changed(id: string): Date
  decided(id: string, since: Date): Date
  ended(id: string, decided: Date): Date
}

/** The weeks before the sample was loaded: fewer listings at weekends, and more from week to week. */
export function calendarBefore(begunAt: Date): Calendar {
  const end = begunAt.getTime()
  const days = Array.from({ length: daysInUse }, (_, back) => {
    const isWeekend = [0, 6].includes(new Date(end - back * dayMilliseconds).getUTCDay())
    return (isWeekend ? 0.5 : 1) * (1.5 - back / daysInUse)
  })
  const whole = days.reduce((sum, weight) => sum + weight, 0)
  const dayOf = (share: number): number => {
    let left = share * whole
    const found = days.findIndex((weight) => (left -= weight) < 0)
    return found < 0 ? daysInUse - 1 : found
  }
  /** A time after another, within so many days and before the start. */
  const after = (since: Date, key: string, mostDays: number): Date => {
    const room = Math.min(end - since.getTime(), mostDays * dayMilliseconds)
    return new Date(since.getTime() + Math.floor(room * (0.02 + 0.96 * shareOf(key))))
  }
  const cameIn = (id: string): Date => {
    const back = dayOf(shareOf(`day ${id}`)) + shareOf(`moment ${id}`)
    return new Date(end - Math.ceil(back * dayMilliseconds))
  }
  return {
    cameIn,
    changed: (id) => after(cameIn(id), `changed ${id}`, 9),
    decided: (id, since) => after(since, `decided ${id}`, 3),
    ended: (id, decided) => after(decided, `ended ${id}`, 5),
  }
}

/** A fraction between 0 and 1 derived from a text. */
function shareOf(text: string): number {
  return seedOf(text) / mostOfNumber
}
